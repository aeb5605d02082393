import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../storage/store.js';
import type { ProfileJob, ProfileResult } from './profile-job.js';
import { runProfile } from './run-profile.js';

const CSV =
  'x,z,y\n' + Array.from({ length: 40 }, (_, i) => `${(i * 7) % 11},${i % 5},${i % 2 ? 'yes' : 'no'}\n`).join('');
let folder: string;
let store: Store;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-profile-'));
  store = openStore(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function profile(data: ProfileJob['data'], more: Partial<ProfileJob> = {}): Promise<ProfileResult> {
  const job = { kind: 'profile', storeRoot: store.root, maxBytes: 2 ** 20, name: 'file.csv', target: 'y' } as const;
  return runProfile({ ...job, data, task: 'auto', types: [], seed: 1, ...more });
}

describe('the bytes that a profile is made of', () => {
  test('are those whose digest it has, from a path or from the store', async () => {
    const path = join(folder, 'file.csv');
    await writeFile(path, CSV);
    const digest = createHash('sha256').update(CSV).digest('hex');
    expect((await profile({ path })).digest).toBe(digest);
    const ref = await store.artifacts.put(CSV);
    expect(ref).toContain(digest);
    expect((await profile({ ref })).digest).toBe(digest);
  });

  test('are refused from the store where they are no longer what their reference says', async () => {
    const ref = await store.artifacts.put(`${CSV}1,1,yes\n`);
    await writeFile(store.artifacts.path(ref), CSV);
    await expect(profile({ ref })).rejects.toThrow(/was damaged on disk/);
  });
});
