import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import { QUERIES, UPDATES } from '../../contracts/search/control.js';
import type { ComparisonResult, Leader, SearchProgress, SearchResult } from '../../contracts/search/search.js';
import type { SearchInput } from '../../contracts/search/search-input.js';
import { childId, COMPARISON, STRATEGIES } from '../../contracts/search/strategy.js';
import { eventually, TestHome } from '../support/test-home.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

const INPUT: SearchInput = {
  data: 'examples/data/penguins.csv',
  target: 'species',
  paradigms: ['naive-bayes', 'linear', 'tree', 'random-forest'],
  maxTrials: 400,
};

let home: TestHome;

beforeAll(async () => {
  home = await TestHome.open();
  await home.startAllWorkers();
});
afterAll(() => home.close());

const progressOf = (handle: WorkflowHandle): Promise<SearchProgress> => handle.query(QUERIES.progress);

async function start(id: string, input: Partial<SearchInput> = {}): Promise<WorkflowHandle> {
  const handle = await home.startSearch(id, { ...INPUT, ...input }, STRATEGIES['pseudo-joint']);
  await eventually('trials', async () => (await progressOf(handle)).trials.total >= 5);
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
  it('answers with where it stands, and with its leaderboard', async () => {
    const handle = await start('asked');
    const progress = await progressOf(handle);
    expect(progress).toMatchObject({ strategy: 'pseudo-joint', phase: 'searching', paused: false, maxTrials: 400 });
    expect(progress.axes.map(({ axis }) => axis)).toContain('hyperparameters');
    const leaders = await handle.query<Leader[]>(QUERIES.leaderboard);
    expect(leaders.length).toBeGreaterThan(0);
    expect(leaders.map(({ score }) => score)).toEqual(leaders.map(({ score }) => score).toSorted((a, b) => a - b));
    await handle.terminate();
  });

  it('begins nothing while it is paused, not even after the loss of its worker, and goes on', async () => {
    const handle = await start('paused');
    expect(await handle.executeUpdate(UPDATES.pause)).toMatch(/no further trials/);
    const idle = await eventually('the end of what was under way', async () => {
      const { pendingActivities } = (await handle.describe()).raw;
      return (pendingActivities ?? []).length === 0 && (await progressOf(handle));
    });
    expect(idle.paused).toBe(true);
    // A worker that starts afresh learns of the pause from the history alone.
    await home.restartWorkers();
    const { paused, trials } = await progressOf(handle);
    expect({ paused, trials }).toEqual({ paused: true, trials: idle.trials });
    expect(await handle.executeUpdate(UPDATES.resume)).toBe('the search goes on');
    await eventually('more trials', async () => (await progressOf(handle)).trials.total > trials.total);
    expect(await handle.executeUpdate(UPDATES.resume)).toBe('the search was not paused');
    await handle.terminate();
  });

  it('ends with what there is when it is stopped, also while it is paused', async () => {
    const handle = await start('stopped');
    await handle.executeUpdate(UPDATES.pause);
    await handle.executeUpdate(UPDATES.stop);
    const result = (await handle.result()) as SearchResult;
    expect(result).toMatchObject({ stopped: 'stopped', repeats: 1 });
    expect(result.trials.total).toBeLessThan(400);
    expect(result.leaders.map(({ key }) => key)).toContain(result.best.key);
    expect(result.axes.reduce((sum, { trials }) => sum + trials, 0)).toBe(result.trials.total);
  });

  it('takes another budget, and says what it takes', async () => {
    const handle = await start('other-budget');
    const said = await handle.executeUpdate<string, [object]>(UPDATES.setBudget, { args: [{ maxTrials: 20 }] });
    expect(said).toBe('the search takes at most 20 trials and any time, counted from its start');
    const result = (await handle.result()) as SearchResult;
    expect(result.stopped).toBe('trials');
    // Those under way when it was lowered may exceed it.
    expect(result.trials.total).toBeGreaterThanOrEqual(18);
    expect(result.trials.total).toBeLessThan(60);
  });

  it('refuses a budget that is none, and goes on', async () => {
    const handle = await start('wrong-budget');
    const setBudget = (budget: object): Promise<string> =>
      refusal(handle.executeUpdate(UPDATES.setBudget, { args: [budget] }));
    expect(await setBudget({})).toMatch(/name maxTrials, maxTime or both.*"maxTrials": 500/);
    expect(await setBudget({ maxTrials: 0 })).toMatch(/maxTrials: /);
    expect(await setBudget({ maxTime: 'soon' })).toMatch(/maxTime: .*90s/);
    expect(await setBudget({ trials: 5 })).toMatch(/trials/);
    expect((await progressOf(handle)).maxTrials).toBe(400);
    await handle.terminate();
  });

  it('ends once its target score is reached', async () => {
    const handle = await home.startSearch('target', { ...INPUT, targetScore: 0.2 }, STRATEGIES.joint);
    const result = (await handle.result()) as SearchResult;
    expect(result.stopped).toBe('target');
    expect(result.leaders[0].score).toBeLessThanOrEqual(0.2);
    expect(result.trials.total).toBeLessThan(50);
  });
});

describe('a comparison', () => {
  it('goes on where one of its searches is cancelled, or cannot begin', async () => {
    const taken = await start(childId('compared', 'joint'));
    await taken.executeUpdate(UPDATES.pause);
    const comparison = await home.startSearch('compared', INPUT, COMPARISON);
    const child = (strategy: 'sequential' | 'pseudo-joint'): WorkflowHandle =>
      home.client.workflow.getHandle(childId('compared', strategy));
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
