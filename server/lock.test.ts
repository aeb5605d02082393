import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from './lock.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-server-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the lock', () => {
  test('of a process that died is taken over', async () => {
    const path = join(folder, 'lock');
    const dead = spawn('true');
    await new Promise((resolve) => dead.once('exit', resolve));
    await writeFile(path, String(dead.pid));
    expect(await withLock(path, 5_000, () => readFile(path, 'utf8'))).toBe(String(process.pid));
  });

  test('is given up by whoever waits too long', async () => {
    const path = join(folder, 'lock');
    const waiting = withLock(path, 5_000, () => withLock(path, 100, () => Promise.resolve()));
    await expect(waiting).rejects.toThrow(/another process holds/);
  });
});
