import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import type { AdvanceRequest } from '../../contracts/module/axis.js';
import { QUERIES, UPDATES } from '../../contracts/search/control.js';
import type { ComparisonResult, Leader, SearchProgress, SearchResult } from '../../contracts/search/search.js';
import { childId, COMPARISON, STRATEGIES } from '../../contracts/search/strategy.js';
import { hang } from '../support/axis-worker.js';
import { advancing, FAKE_INPUT, FakeSearches, type FakeSearch } from '../support/fake-search.js';
import { eventually, TestHome } from '../support/test-home.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

// Concurrent tests begin before `beforeAll`.
const fakes = await FakeSearches.open();
afterAll(() => fakes.close());

const progressOf = (handle: WorkflowHandle): Promise<SearchProgress> => handle.query(QUERIES.progress);

/** An axis that proposes two candidates in each step, and from the second step on once it is told to. */
function pausing() {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const axis = (request: AdvanceRequest): Promise<unknown> =>
    request.step === 0 ? advancing(1000)(request) : hang(released).then(() => advancing(1000)(request));
  return { axis, release };
}

/** Starts a search and waits for its first trials. */
async function start(id: string, fake: FakeSearch = {}): Promise<WorkflowHandle> {
  const handle = await fakes.start(id, { strategy: 'pseudo-joint', ...pausing(), ...fake });
  await eventually('trials', async () => (await progressOf(handle)).trials.total >= 2);
  return handle;
}

/** Why an update was refused. */
async function refusal(update: Promise<unknown>): Promise<string> {
  const error: unknown = await update.then(
    () => new Error('was not refused'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(WorkflowUpdateFailedError);
  return (error as WorkflowUpdateFailedError).cause!.message;
}

describe('a running search', () => {
  it.concurrent('answers with where it stands, and with its leaderboard', async () => {
    const handle = await start('asked', { plan: { strategy: 'pseudo-joint' } });
    const progress = await progressOf(handle);
    expect(progress).toMatchObject({ strategy: 'pseudo-joint', phase: 'searching', paused: false, maxTrials: 1000 });
    expect(progress.axes.map(({ axis }) => axis)).toContain('axis-0');
    const leaders = await handle.query<Leader[]>(QUERIES.leaderboard);
    expect(leaders).toHaveLength(2);
    expect(leaders.map(({ score }) => score)).toEqual(leaders.map(({ score }) => score).toSorted((a, b) => a - b));
    await handle.terminate();
  });

  it.concurrent('begins nothing while it is paused, not even after the loss of its worker, and goes on', async () => {
    const real = await TestHome.open();
    try {
      await real.startAllWorkers();
      const paradigms = ['naive-bayes', 'linear', 'tree', 'random-forest'];
      const input = { data: 'examples/data/penguins.csv', target: 'species', paradigms, maxTrials: 400 };
      const handle = await real.startSearch('paused', input, STRATEGIES['pseudo-joint']);
      await eventually('trials', async () => (await progressOf(handle)).trials.total >= 5);
      expect(await handle.executeUpdate(UPDATES.pause)).toMatch(/no further trials/);
      const idle = await eventually('the end of what was under way', async () => {
        const { pendingActivities } = (await handle.describe()).raw;
        return (pendingActivities ?? []).length === 0 && (await progressOf(handle));
      });
      expect(idle.paused).toBe(true);
      // A worker that starts afresh learns of the pause from the history alone.
      await real.restartWorkers();
      const { paused, trials } = await progressOf(handle);
      expect({ paused, trials }).toEqual({ paused: true, trials: idle.trials });
      expect(await handle.executeUpdate(UPDATES.resume)).toBe('the search goes on');
      await eventually('more trials', async () => (await progressOf(handle)).trials.total > trials.total);
      expect(await handle.executeUpdate(UPDATES.resume)).toBe('the search was not paused');
      await handle.terminate();
    } finally {
      await real.close();
    }
  });

  it.concurrent('ends with what there is when it is stopped, also while it is paused', async () => {
    const handle = await start('stopped');
    await handle.executeUpdate(UPDATES.pause);
    await handle.executeUpdate(UPDATES.stop);
    const result = (await handle.result()) as SearchResult;
    expect(result).toMatchObject({ stopped: 'stopped', repeats: 1 });
    expect(result.trials.total).toBeLessThan(1000);
    expect(result.leaders.map(({ key }) => key)).toContain(result.best.key);
    expect(result.axes.reduce((sum, { trials }) => sum + trials, 0)).toBe(result.trials.total);
  });

  it.concurrent('takes another budget, and says what it takes', async () => {
    const { axis, release } = pausing();
    const handle = await start('other-budget', { axis });
    const said = await handle.executeUpdate<string, [object]>(UPDATES.setBudget, { args: [{ maxTrials: 20 }] });
    expect(said).toBe('the search takes at most 20 trials and any time, counted from its start');
    release();
    const result = (await handle.result()) as SearchResult;
    expect(result.stopped).toBe('trials');
    // Those under way when it was lowered may exceed it.
    expect(result.trials.total).toBeGreaterThanOrEqual(18);
    expect(result.trials.total).toBeLessThan(60);
  });

  it.concurrent('refuses a budget that is none, and goes on', async () => {
    const handle = await start('wrong-budget');
    const setBudget = (budget: object): Promise<string> =>
      refusal(handle.executeUpdate(UPDATES.setBudget, { args: [budget] }));
    expect(await setBudget({})).toMatch(/name maxTrials, maxTime or both.*"maxTrials": 500/);
    expect(await setBudget({ maxTrials: 0 })).toMatch(/maxTrials: /);
    expect(await setBudget({ maxTime: 'soon' })).toMatch(/maxTime: .*90s/);
    expect(await setBudget({ trials: 5 })).toMatch(/trials/);
    expect((await progressOf(handle)).maxTrials).toBe(1000);
    await handle.terminate();
  });

  it.concurrent('ends once its target score is reached', async () => {
    const fake: FakeSearch = { strategy: 'joint', plan: { targetScore: 0.2 }, axis: advancing(1000) };
    const result = (await (await fakes.start('target', fake)).result()) as SearchResult;
    expect(result.stopped).toBe('target');
    expect(result.leaders[0].score).toBeLessThanOrEqual(0.2);
    expect(result.trials.total).toBeLessThan(50);
  });
});

describe('a comparison', () => {
  it.concurrent('goes on where one of its searches is cancelled, or cannot begin', async () => {
    const taken = await start(childId('compared', 'joint'));
    for (const strategy of ['sequential', 'pseudo-joint'] as const) {
      await fakes.prepare(childId('compared', strategy), { plan: { strategy }, ...pausing() });
    }
    const comparison = await fakes.home.startSearch('compared', FAKE_INPUT, COMPARISON);
    const child = (strategy: 'sequential' | 'pseudo-joint'): WorkflowHandle =>
      fakes.home.client.workflow.getHandle(childId('compared', strategy));
    const hasTrials = (handle: WorkflowHandle) => () =>
      progressOf(handle).then(
        ({ trials }) => trials.total > 0,
        () => false,
      );
    await eventually('the sequential search', hasTrials(child('sequential')));
    await child('sequential').cancel();
    await eventually('the pseudo-joint search', hasTrials(child('pseudo-joint')));
    await child('pseudo-joint').executeUpdate(UPDATES.stop);
    const { results, failures, best } = (await comparison.result()) as ComparisonResult;
    expect(results.map(({ strategy, stopped }) => [strategy, stopped])).toEqual([['pseudo-joint', 'stopped']]);
    expect(failures.map(({ strategy }) => strategy)).toEqual(['sequential', 'joint']);
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/cancel/i),
      expect.stringMatching(/already/i),
    ]);
    expect(best).toBe('pseudo-joint');
    await taken.terminate();
  });
});
