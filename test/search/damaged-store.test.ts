import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outcomeOf } from '../../bench/interrupt/outcome.js';
import { QUERIES, UPDATES } from '../../contracts/search/control.js';
import type { Leader, SearchProgress, SearchResult } from '../../contracts/search/search.js';
import { STRATEGIES } from '../../contracts/search/strategy.js';
import { eventually, TestHome } from '../support/test-home.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

const INPUT = {
  data: 'examples/data/penguins.csv',
  target: 'species',
  paradigms: ['naive-bayes', 'linear', 'tree'],
  maxTrials: 60,
};

let home: TestHome;
let undamaged: TestHome;

beforeAll(async () => {
  [home, undamaged] = await Promise.all([TestHome.open(), TestHome.open()]);
});
afterAll(() => Promise.all([home.close(), undamaged.close()]));

async function damage(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes[bytes.length >> 1] ^= 1;
  await writeFile(path, bytes);
}

describe('a store that loses trials which a search stands on', () => {
  it('has them trained again, and the search ends as if it had not', async () => {
    const { store } = home;
    await home.startAllWorkers();
    const handle = await home.startSearch('damaged', INPUT, STRATEGIES['pseudo-joint']);
    await eventually('trials', async () => (await handle.query<SearchProgress>(QUERIES.progress)).trials.total >= 20);
    await handle.executeUpdate(UPDATES.pause);
    await eventually('the end of what was under way', async () => {
      return ((await handle.describe()).raw.pendingActivities ?? []).length === 0;
    });
    const [best, second, third] = await handle.query<Leader[]>(QUERIES.leaderboard);
    const file = (key: string): string => join(store.root, 'trials', key.slice(0, 2), `${key.slice(2)}.json`);
    await damage(store.artifacts.path((await store.trials.read(best.key))!.arrays!));
    await damage(file(second.key));
    await rm(file(third.key));
    // What they remember is not lost with the store.
    await home.restartWorkers();
    await handle.executeUpdate(UPDATES.resume);
    const result = (await handle.result()) as SearchResult;

    for (const { key } of [best, second, third]) expect(await store.trials.read(key)).not.toBeNull();
    await undamaged.startAllWorkers();
    const again = await undamaged.startSearch('damaged', INPUT, STRATEGIES['pseudo-joint']);
    const same = (await again.result()) as SearchResult;
    expect(await outcomeOf(result)).toEqual(await outcomeOf(same));
  });
});
