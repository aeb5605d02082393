import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProfileReply, ProfileRequest } from '../../contracts/search/search-activities.js';
import { projectSettingsSchema } from '../../contracts/search/settings.js';
import { environment } from '../../test/support/serving.js';
import { openStore } from '../../storage/store.js';
import { ThreadLost, type ThreadPool } from '../../training/threads/thread-pool.js';
import { createProfileDataset } from './profile-dataset.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-profile-'));
  await writeFile(join(folder, 'd.csv'), 'a,b\n1,2\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Why a file is refused whose reading ends so. */
async function refusal(run: () => Promise<never>, lost?: number): Promise<unknown> {
  const pool = { threads: 1, run, close: () => Promise.resolve() } as unknown as ThreadPool;
  const settings = projectSettingsSchema.parse({ data: { roots: ['.'] } });
  const store = openStore(join(folder, 'store'));
  const profile = createProfileDataset({ store, pool, registry: {}, axes: [], settings, base: folder });
  const request: ProfileRequest = {
    searchId: 'a-search',
    strategy: 'sequential',
    input: { data: join(folder, 'd.csv'), target: 'b' },
  };
  const info = lost === undefined ? {} : { heartbeatDetails: { lost } };
  const read = (given: ProfileRequest): Promise<ProfileReply> => profile(given);
  return environment(info)
    .run(read, request)
    .catch((error: unknown) => error);
}

describe('a file that takes down who reads it', () => {
  const never = (): Promise<never> => Promise.reject(new Error('was read again'));

  it('fails the search at once where its thread ran out of memory', async () => {
    const error = Object.assign(new Error('Worker terminated'), { code: 'ERR_WORKER_OUT_OF_MEMORY' });
    expect(await refusal(() => Promise.reject(error))).toMatchObject({
      nonRetryable: true,
      type: 'InvalidData',
      message: expect.stringMatching(/d.csv cannot be read here: .*out of memory.*trials.threadMemoryMb/),
    });
  });

  it('fails it after some lost threads, and some lost workers', async () => {
    let times = 0;
    const lost = (): Promise<never> => {
      times++;
      return Promise.reject(new ThreadLost('the thread ended'));
    };
    expect(await refusal(lost)).toMatchObject({ nonRetryable: true, message: expect.stringMatching(/3 threads/) });
    expect(times).toBe(3);
    expect(await refusal(never, 3)).toMatchObject({ nonRetryable: true, message: expect.stringMatching(/3 workers/) });
    // What may pass is tried again.
    expect(await refusal(never, 2)).toMatchObject({ message: 'was read again' });
  });
});
