import { afterAll, afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redealFolds } from '../../learning/splits/folds.js';
import { deriveSeed } from '../../contracts/json.js';
import { openStore } from '../../storage/store.js';
import { smallSearch } from '../../test/support/small-search.js';
import { tree } from '../../activities/paradigms/tree/index.js';
import { createSearchLoader } from './search-loader.js';
import { createThreadPool } from '../threads/thread-pool.js';
import { datasetOf } from './shared-data.js';

const pool = createThreadPool({
  file: new URL('../../dist/workers/threads/thread.js', import.meta.url),
  threads: 1,
  memoryMb: 256,
});
afterAll(() => pool.close());

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-loader-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("splits a search's rows again in a thread, once for each split", async () => {
  const store = openStore(folder);
  const { contextRef, context } = await smallSearch(store, 'species', [tree]);
  const jobs: object[] = [];
  const run: typeof pool.run = (job, signal) => {
    jobs.push(job);
    return pool.run(job, signal);
  };
  const search = await createSearchLoader(store, { run })(contextRef);
  expect((await search.dealt(0)).assignment).toBe(search.shared.assignment);
  const [again, same, other] = await Promise.all([search.dealt(1), search.dealt(1), search.dealt(2)]);
  expect(same).toBe(again);
  expect(jobs).toMatchObject([{ kind: 'deal' }, { kind: 'deal' }]);
  const assignment = new Int8Array(search.shared.assignment);
  const expected = redealFolds(datasetOf(search.shared), assignment, context.plan, deriveSeed('deal', context.seed, 1));
  expect(new Int8Array(again.assignment)).toEqual(expected);
  expect(new Int8Array(other.assignment)).not.toEqual(expected);
});
