import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { WorkflowHandle } from '@temporalio/client';
import type { Axis } from '../../../optimizers/axis.js';
import { UPDATES } from '../../../contracts/search/control.js';
import { LARGEST_HISTORY, LARGEST_PAYLOAD, LONGEST_HISTORY } from '../../../contracts/search/limits.js';
import type { SearchProgress, SearchResult } from '../../../contracts/search/search.js';
import { STRATEGIES } from '../../../contracts/search/strategy.js';
import { eventually, TestHome } from '../../support/test-home.js';
import { measureRuns, type RunSize } from './measure.js';
import { CANDIDATES, wideAxis } from './wide-axis.js';
import { withWideWorkers } from './wide-workers.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

const parts = (steps: number): Axis[] =>
  ['one', 'two', 'three', 'four', 'five'].map((name, i) => wideAxis(name, i, steps));
/** Five finalists: once more on the search's own dealing of the rows to folds, and on two others. */
const FINALIST_TRIALS = 15;
const MAX_TRIALS = 1_000_000;

let home: TestHome;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  home = await TestHome.open();
});
afterAll(() => home.close());

/** Waits for a run of the search other than the given one. */
async function nextRun(workflowId: string, runId: string): Promise<string> {
  return eventually('a new run', async () => {
    const { runId: latest } = await home.client.workflow.getHandle(workflowId).describe();
    return latest !== runId && latest;
  });
}

/** What a person does to the search while it goes on in new runs: each new run must know of it. */
async function interfere(handle: WorkflowHandle, firstRunId: string): Promise<void> {
  const { workflowId } = handle;
  const latest = home.client.workflow.getHandle(workflowId);
  const second = await nextRun(workflowId, firstRunId);
  await latest.executeUpdate(UPDATES.setBudget, { args: [{ maxTrials: MAX_TRIALS / 2 }] });
  const third = await nextRun(workflowId, second);
  expect((await latest.query<SearchProgress>('progress')).maxTrials).toBe(MAX_TRIALS / 2);
  await latest.executeUpdate(UPDATES.pause);
  const { trials } = await eventually('the end of what was under way', async () => {
    const { pendingActivities } = (await latest.describe()).raw;
    return (pendingActivities ?? []).length === 0 && latest.query<SearchProgress>('progress');
  });
  expect((await latest.query<SearchProgress>('progress')).trials).toEqual(trials);
  await latest.executeUpdate(UPDATES.resume);
  await nextRun(workflowId, third);
  expect((await latest.query<SearchProgress>('progress')).paused).toBe(false);
}

const SEARCHES = [
  { strategy: 'sequential', axes: parts(12), steps: 60, interference: false },
  { strategy: 'pseudo-joint', axes: parts(40), steps: 200, interference: true },
  { strategy: 'joint', axes: [...parts(1), wideAxis('whole', 0, 50, 'whole')], steps: 50, interference: false },
] as const;

describe.each(SEARCHES)('a $strategy search of $steps steps with many candidates each, on 2,000 columns', (search) => {
  const { strategy, axes, steps, interference } = search;
  let result: SearchResult;
  let runs: RunSize[];

  beforeAll(async () => {
    await withWideWorkers(home, axes, async () => {
      const input = { data: 'wide.csv', target: 'target', maxTrials: MAX_TRIALS };
      const handle = await home.startSearch(strategy, input, STRATEGIES[strategy]);
      if (interference) await interfere(handle, handle.firstExecutionRunId);
      result = (await handle.result()) as SearchResult;
      runs = await measureRuns(home.client, strategy, handle.firstExecutionRunId);
    });
  });

  it('comes to its end, with every trial counted over all its runs', () => {
    expect(result).toMatchObject({ strategy, stopped: 'converged' });
    expect(result.trials.total).toBe(steps * CANDIDATES + FINALIST_TRIALS);
    expect(result.axes.reduce((sum, { trials }) => sum + trials, 0)).toBe(steps * CANDIDATES);
  });

  it('has small payloads', () => {
    const largest = runs.flatMap(({ payloads }) => payloads).sort((a, b) => b.bytes - a.bytes);
    expect(largest.length).toBeGreaterThan(steps * 8);
    expect(largest.filter(({ bytes }) => bytes > LARGEST_PAYLOAD)).toEqual([]);
  });

  it('goes on in a new run before a history is long', () => {
    expect(runs.length).toBeGreaterThan(1);
    expect(Math.max(...runs.map(({ bytes }) => bytes))).toBeLessThan(LARGEST_HISTORY);
    expect(Math.max(...runs.map(({ events }) => events))).toBeLessThan(LONGEST_HISTORY);
    const all = runs.reduce((sum, { events }) => sum + events, 0);
    if (interference) expect(all).toBeGreaterThan(3_000);
  });
});
