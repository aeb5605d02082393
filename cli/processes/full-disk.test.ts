import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unlessDiskIsFull } from './full-disk.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-room-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('work that waits for room', () => {
  test('is not begun while nothing can be written, which is said once each time', async () => {
    const said: string[] = [];
    let begun = 0;
    const place = join(folder, 'place');
    const attempt = unlessDiskIsFull(
      place,
      (line) => said.push(line),
      () => Promise.resolve(void begun++),
    );
    await attempt();
    await attempt();
    expect({ begun, said: said.length }).toEqual({ begun: 0, said: 1 });
    expect(said[0]).toMatch(/place cannot be written to: .*make room/);
  });

  test('fails where it fails although there is room', async () => {
    const attempt = unlessDiskIsFull(
      folder,
      () => undefined,
      () => Promise.reject(new Error('broken')),
    );
    await expect(attempt()).rejects.toThrow('broken');
  });

  test('is left to the next call where the disk fills up meanwhile', async () => {
    const place = join(folder, 'place');
    const attempt = unlessDiskIsFull(
      folder,
      () => undefined,
      async () => {
        await rm(folder, { recursive: true });
        throw new Error(`${place} cannot be written`);
      },
    );
    await expect(attempt()).resolves.toBeUndefined();
  });
});
