import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyNumber, trialRecord } from '../test/support/store-values.js';
import { storeStats } from './stats.js';
import { openStore, type Store } from './store.js';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-stats-'));
  store = openStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const NEW = { folds: 0, fits: 0 };

test('trials are counted by what became of them, and by how often they were trained', async () => {
  const [once, died, twice, taken, open, invalid] = [1, 2, 3, 4, 5, 6].map(keyNumber);
  await store.attempts.started(once, 'a', NEW);
  await store.trials.write(trialRecord(once));
  await store.attempts.ended(once, 'a', 'completed');
  // Its worker died right after it had written the record.
  await store.attempts.started(died, 'a', NEW);
  await store.trials.write(trialRecord(died));
  for (const attempt of ['a', 'b']) {
    await store.attempts.started(twice, attempt, NEW);
    await store.attempts.ended(twice, attempt, 'completed');
  }
  await store.trials.write(trialRecord(twice));
  await store.attempts.started(taken, 'a', NEW);
  await store.attempts.started(taken, 'b', NEW);
  await store.attempts.started(taken, 'c', { folds: 1, fits: 0 });
  await store.attempts.ended(taken, 'c', 'timed-out');
  const timedOut = { status: 'timed-out', limit: 'trial', reason: '' } as const;
  await store.trials.write(trialRecord(taken, { outcome: timedOut }));
  await store.attempts.started(open, 'a', NEW);
  await store.trials.write(
    trialRecord(invalid, { outcome: { status: 'failed', code: 'invalid-candidate', reason: '' } }),
  );
  await writeFile(join(folder, 'artifacts'), 'no folder');
  const stats = await storeStats(store);
  expect(stats).toMatchObject({
    files: { artifacts: 0, trials: 10, checkpoints: 0, searches: 0, quarantine: 0 },
    trials: { total: 5, completed: 3, failed: 1, timedOut: 1 },
    attempts: { trained: 5, continued: 1, restarted: 1, trainedTwice: 1 },
  });
  expect(stats.bytes.trials).toBeGreaterThan(1000);
  expect(stats.keys).toEqual([
    { key: once, outcome: 'completed', trained: 1, continued: 0, restarted: 0, open: 0 },
    { key: died, outcome: 'completed', trained: 1, continued: 0, restarted: 0, open: 1 },
    { key: twice, outcome: 'completed', trained: 2, continued: 0, restarted: 0, open: 0 },
    { key: taken, outcome: 'timed-out', trained: 1, continued: 1, restarted: 1, open: 2 },
    { key: open, outcome: null, trained: 0, continued: 0, restarted: 0, open: 1 },
    { key: invalid, outcome: 'failed', trained: 0, continued: 0, restarted: 0, open: 0 },
  ]);
});
