import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { SearchProgress, SearchResult } from '../../contracts/search/search.js';
import type { TrialKey } from '../../contracts/candidate/trial.js';
import { trainingIn } from '../../bench/interrupt/outcome.js';
import { eventually, TestHome } from '../support/test-home.js';
import { recordTimes } from '../support/record-times.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

/** A network takes seconds here: long enough to be killed in. */
const INPUT = {
  data: 'examples/data/penguins.csv',
  target: 'species',
  paradigms: ['linear', 'neural-network'],
  maxTrials: 14,
  seed: 3,
};

let home: TestHome;
let undisturbed: TestHome;

beforeAll(async () => {
  [home, undisturbed] = await Promise.all([TestHome.open(), TestHome.open()]);
});
afterAll(() => Promise.all([home.close(), undisturbed.close()]));

async function attemptsOf(keys: TrialKey[]): Promise<Record<TrialKey, number>> {
  const counts = await Promise.all(keys.map(async (key) => [key, (await home.store.attempts.of(key)).started]));
  return Object.fromEntries(counts) as Record<TrialKey, number>;
}

/** A trial under way of which some folds, or a part of a fit, are kept. */
async function trialWithCheckpoint(): Promise<TrialKey | null> {
  for await (const key of home.store.trials.keys()) {
    const { folds, fits } = await home.store.checkpoints.list(key);
    if (folds.length + fits.length > 0 && !(await home.store.trials.read(key))) return key;
  }
  return null;
}

/** Keys of the trials that have a record. */
async function recorded(): Promise<TrialKey[]> {
  const keys: TrialKey[] = [];
  for await (const key of home.store.trials.keys()) if (await home.store.trials.read(key)) keys.push(key);
  return keys;
}

describe('a search whose workers are killed', () => {
  it('ends as if nothing had happened, and trains no finished trial again', async () => {
    const workers = await home.startAllWorkers();
    const handle = await home.startSearch('killed', INPUT);
    const trialsAtLeast = (count: number) => () =>
      handle.query<SearchProgress>('progress').then(
        ({ trials }) => trials.total >= count,
        () => false,
      );
    await eventually('trials before the first kill', trialsAtLeast(4));
    await workers.search.end('SIGKILL');
    const finished = await recorded();
    expect(finished.length).toBeGreaterThanOrEqual(4);
    const before = await attemptsOf(finished);
    const written = await recordTimes(home.store);

    await home.startWorker('search', 'paradigm', 'features', 'transforms', 'architecture', 'hyperparameters');
    await eventually('trials before the second kill', trialsAtLeast(7));
    await eventually('a trial that has left something', trialWithCheckpoint);
    await eventually('a heartbeat that tells of trials under way', async () => {
      const { pendingActivities } = (await handle.describe()).raw;
      const details = pendingActivities?.flatMap(({ heartbeatDetails }) => heartbeatDetails?.payloads ?? []) ?? [];
      return details.some(({ data }) => /"underWay":\[\{"key":"[0-9a-f]{64}","folds":/.test(String(data)));
    });
    await workers.trials.end('SIGKILL');
    await home.startWorker('trials');
    const result = (await handle.result()) as SearchResult;

    expect(result.trials).toMatchObject({ total: 14, failed: 0 });
    expect(await attemptsOf(finished)).toEqual(before);
    expect(await recordTimes(home.store)).toMatchObject(written);
    const all = await attemptsOf(await recorded());
    // Those that were under way at the second kill were tried again, all others once.
    expect(Object.values(all).filter((count) => count > 2)).toEqual([]);
    const { again, continued } = await trainingIn(home.store);
    expect({ again, continued: continued > 0 }).toEqual({ again: 0, continued: true });

    await undisturbed.startAllWorkers();
    const same = (await (await undisturbed.startSearch('undisturbed', INPUT)).result()) as SearchResult;
    expect(result.leaders.map(({ key, score }) => [key, score])).toEqual(
      same.leaders.map(({ key, score }) => [key, score]),
    );
    expect(result).toMatchObject({ best: same.best, cvScore: same.cvScore, holdoutScore: same.holdoutScore });
  });
});

describe('a search that is cancelled', () => {
  it('ends at once, and its threads with it', async () => {
    // Those of the killed workers never tell of their end.
    const killed = new Set<TrialKey>();
    for await (const key of home.store.trials.keys()) killed.add(key);
    const handle = await home.startSearch('cancelled', { ...INPUT, seed: 4, maxTrials: 500 });
    await eventually('a trial', async () => (await handle.query<SearchProgress>('progress')).trials.total > 0);
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow();
    expect((await handle.describe()).status.name).toBe('CANCELLED');
    // Each attempt in the store has an end: no thread goes on for nobody.
    await eventually('the end of all attempts', async () => {
      for await (const key of home.store.trials.keys()) {
        const { open } = await home.store.attempts.of(key);
        if (open > 0 && !killed.has(key)) return false;
      }
      return true;
    });
  });
});
