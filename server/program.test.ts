import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findProgram } from './program.js';

const silent = (): void => undefined;
const refuse = (why: string) => (): Promise<string> => Promise.reject(new Error(why));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-server-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A program of this name that does what the script says. */
async function program(place: string, script: string): Promise<string> {
  const path = join(folder, place, 'temporal');
  await mkdir(join(folder, place), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

describe('the program', () => {
  test('is looked for on PATH, then in the cache, then downloaded, then built', async () => {
    const onPath = await program('path', 'exit 0');
    const cached = await program('cache/bin', 'exit 0');
    const env = {
      PATH: [join(folder, 'nowhere'), join(folder, 'path')].join(delimiter),
      COAXIAL_CACHE: join(folder, 'cache'),
    };
    expect(await findProgram(silent, env)).toEqual({ path: onPath, how: 'on PATH' });
    expect(await findProgram(silent, { ...env, PATH: '' })).toEqual({ path: cached, how: 'in the cache' });
    await rm(cached);
    const found = await findProgram(
      silent,
      { ...env, PATH: '' },
      { download: refuse('no network'), build: () => Promise.resolve('/built') },
    );
    expect(found).toEqual({ path: '/built', how: 'built from source' });
  });

  test('that cannot be had says what was tried', async () => {
    const env = { PATH: '', COAXIAL_CACHE: join(folder, 'cache') };
    const providers = { download: refuse('no network'), build: refuse('Go is not on PATH') };
    await expect(findProgram(silent, env, providers)).rejects.toThrow(
      /download: no network; build: Go is not on PATH.*TEMPORAL_ADDRESS/,
    );
  });
});
