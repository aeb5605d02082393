import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { LARGEST_HISTORY, LARGEST_PAYLOAD, LONGEST_HISTORY } from '../../contracts/limits.js';
import type { SearchResult } from '../../contracts/search.js';
import { TestHome } from '../support/test-home.js';
import { measureRuns, type RunSize } from './measure.js';
import { CANDIDATES, wideAxis } from './wide-axis.js';
import { withWideWorkers } from './wide-workers.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

const STEPS_OF_AN_AXIS = 40;
const axes = ['one', 'two', 'three', 'four', 'five'].map((name, i) => wideAxis(name, i, STEPS_OF_AN_AXIS));
const STEPS = axes.length * STEPS_OF_AN_AXIS;

let home: TestHome;
let result: SearchResult;
let runs: RunSize[];

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  home = await TestHome.open();
  await withWideWorkers({ address: home.address, folder: home.folder, axes }, async () => {
    const handle = await home.startSearch('wide', { data: 'wide.csv', target: 'target' });
    result = (await handle.result()) as SearchResult;
    runs = await measureRuns(home.client, 'wide', handle.firstExecutionRunId);
  });
});
afterAll(() => home.close());

describe(`a search of ${STEPS} steps with ${CANDIDATES} candidates each, on 2,000 columns`, () => {
  it('comes to its end', () => {
    expect(result.trials.total).toBe(STEPS * CANDIDATES);
  });

  it('has small payloads', () => {
    const largest = runs.flatMap(({ payloads }) => payloads).sort((a, b) => b.bytes - a.bytes);
    expect(largest.length).toBeGreaterThan(STEPS * 10);
    expect(largest.filter(({ bytes }) => bytes > LARGEST_PAYLOAD)).toEqual([]);
  });

  it('goes on in a new run before a history is long', () => {
    expect(runs.length).toBeGreaterThan(1);
    expect(Math.max(...runs.map(({ bytes }) => bytes))).toBeLessThan(LARGEST_HISTORY);
    expect(Math.max(...runs.map(({ events }) => events))).toBeLessThan(LONGEST_HISTORY);
  });
});
