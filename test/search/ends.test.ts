import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { Context } from '@temporalio/activity';
import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { heartbeating } from '../../activities/runtime/heartbeat.js';
import type { RecordStateRequest } from '../../contracts/search/search-activities.js';
import type { AdvanceRequest } from '../../contracts/module/axis.js';
import { QUERIES, UPDATES } from '../../contracts/search/control.js';
import type { ParadigmPlan } from '../../contracts/search/search-plan.js';
import type { SearchProgress, SearchResult } from '../../contracts/search/search.js';
import { STRATEGIES } from '../../contracts/search/strategy.js';
import { hang } from '../support/axis-worker.js';
import {
  advancing,
  completedTrials,
  delivered,
  FakeSearches,
  PATIENCE,
  queues,
  type FakeSearch,
} from '../support/fake-search.js';
import { eventually, TestHome } from '../support/test-home.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

// Concurrent tests begin before `beforeAll`.
const home = await TestHome.open();
const fakes = await FakeSearches.open(home);
afterAll(async () => {
  await fakes.close();
  await home.close();
});

const progressOf = (handle: WorkflowHandle): Promise<SearchProgress> => handle.query(QUERIES.progress);
const stop = (handle: WorkflowHandle): Promise<string> => handle.executeUpdate(UPDATES.stop);
const reached = (handle: WorkflowHandle, isSo: (progress: SearchProgress) => boolean): Promise<SearchProgress> =>
  eventually('the progress', async () => {
    const progress = await progressOf(handle);
    return isSo(progress) && progress;
  });
const isIn = (phase: SearchProgress['phase']) => (progress: SearchProgress) => progress.phase === phase;

/** Message of the failure that a search has ended with. */
async function failureOf(handle: WorkflowHandle): Promise<string> {
  const error: unknown = await handle.result().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(WorkflowFailedError);
  return (error as WorkflowFailedError).cause!.message;
}

/** A search ends so many seconds after it was stopped, whatever is away. */
const SECONDS = 45;

async function soon<T>(ending: Promise<T>): Promise<T> {
  const start = performance.now();
  const end = await ending;
  expect((performance.now() - start) / 1000).toBeLessThan(SECONDS);
  return end;
}

/** Answers the first step alone. */
const hangingLater = (request: AdvanceRequest): Promise<unknown> =>
  request.step === 0 ? advancing(9)(request) : hang();

const team = (id: string): ParadigmPlan => ({
  id: 'forest',
  team: 'trees',
  contact: 'trees@example.org',
  queue: queues(id).team,
  build: null,
  route: {
    queue: queues(id).team,
    timeoutSeconds: 60,
    attempts: 2,
    firstDelaySeconds: 0.1,
    maxDelaySeconds: 1,
    patience: PATIENCE,
  },
});

describe('a search that is stopped ends, whatever is away', () => {
  it.concurrent.each(['sequential', 'joint', 'pseudo-joint'] as const)('an axis: %s', async (strategy) => {
    const handle = await fakes.start(`no-axis-${strategy}`, { strategy, axis: null });
    const end = await fakes.serve(queues(handle.workflowId).axis, { advance: advancing(9) });
    await reached(handle, ({ trials }) => trials.total > 0);
    await end();
    await reached(handle, ({ troubles }) => troubles.length > 0);
    const said = await stop(handle);
    expect(said).toMatch(/the search ends, and with it step \d+ of axis axis-0; the best so far \(log-loss/);
    const { stopped, warnings, trials } = (await soon(handle.result())) as SearchResult;
    expect(stopped).toBe('stopped');
    expect(trials.total).toBeGreaterThan(0);
    expect(warnings).toContainEqual(
      expect.stringMatching(/^stopped by a person, which ended step \d+ of axis axis-0$/),
    );
  });

  it.concurrent('an axis that was never there: there is no model', async () => {
    const handle = await fakes.start('never-an-axis', { axis: null });
    await reached(handle, ({ troubles }) => troubles.length > 0);
    expect(await stop(handle)).toMatch(/no trial is completed yet/);
    expect(await soon(failureOf(handle))).toMatch(
      /stopped before a trial was completed.*"coaxial resume never-an-axis"/,
    );
  });

  it.concurrent('an axis whose worker takes no notice', async () => {
    const handle = await fakes.start('deaf', { axis: hangingLater });
    await reached(handle, ({ step }) => step === 2);
    await stop(handle);
    expect(await soon(handle.result())).toMatchObject({ stopped: 'stopped' });
  });

  it.concurrent('trial workers, before there is a model', async () => {
    const handle = await fakes.start('no-trials', { trials: null });
    const { troubles } = await reached(handle, (progress) => progress.troubles.length > 0);
    expect(troubles).toMatchObject([{ kind: 'worker', name: 'trials', trouble: 'unserved' }]);
    expect(troubles[0].message).toMatch(/nobody polls queue trials-of-no-trials.*"coaxial worker trials"/);
    await stop(handle);
    expect(await soon(failureOf(handle))).toMatch(/stopped before a trial was completed/);
  });

  it.concurrent('trial workers, at the end: resumed, it delivers', async () => {
    const id = 'lost-trials';
    const handle = await fakes.start(id, { trials: null, axis: hangingLater });
    const evaluateTrials = (request: never) => Promise.resolve(completedTrials(request));
    const end = await fakes.serve(queues(id).trials, { evaluateTrials });
    await reached(handle, ({ step }) => step === 2);
    await end();
    await stop(handle);
    const why = await soon(failureOf(handle));
    expect(why).toMatch(/nothing could be fitted on all rows: no worker takes trials.*"coaxial worker trials"/);
    expect(why).toMatch(/its 2 trials are kept: "coaxial resume lost-trials" fits the best of them/);
    const { state } = fakes.kept.get(id)!.at(-1) as RecordStateRequest;
    await fakes.serve(queues(id).trials, { trainModel: () => Promise.resolve(delivered()) });
    const again = await home.startSearch(id, { continued: state }, STRATEGIES.sequential);
    expect(await soon(again.result())).toMatchObject({ stopped: 'stopped', trials: { total: 2 } });
  });

  it.concurrent('a team that serves the best paradigm: the next best is delivered', async () => {
    const id = 'no-team';
    const fits: string[] = [];
    const fake: FakeSearch = {
      plan: { served: [team(id)], maxTrials: 6 },
      trials: {
        prepareModel: () => Promise.resolve({ prepared: dataRef, fits: [fit, fit], span: now() }),
        trainModel: ({ key }) => {
          fits.push(key);
          return Promise.resolve(delivered());
        },
      },
    };
    const handle = await fakes.start(id, fake);
    const { phase } = await reached(handle, ({ troubles }) => troubles.length > 0);
    expect(phase).toBe('training');
    await stop(handle);
    const { warnings, trials } = (await soon(handle.result())) as SearchResult;
    expect(warnings).toContainEqual(expect.stringMatching(/left out: nobody serves paradigm forest/));
    expect(fits).toHaveLength(1);
    expect(trials.total).toBe(6);
  });
});

const now = () => ({ startMs: Date.now(), seconds: 0.001 });
const dataRef = (delivered() as Extract<ReturnType<typeof delivered>, { arrays: string }>).arrays;
const fit = {
  hyperparameters: {},
  architecture: null,
  seed: 1,
  effort: null,
  train: dataRef,
  valid: null,
  keepModel: true,
};

describe('a search that is stopped', () => {
  it.concurrent('while its data are read ends without a model', async () => {
    const handle = await fakes.start('reading', { search: { profileDataset: () => hang() as Promise<never> } });
    await reached(handle, isIn('profiling'));
    expect(await stop(handle)).toMatch(/stopped before its first trial.*"coaxial resume reading" begins it again/);
    expect(await soon(failureOf(handle))).toMatch(/stopped before its first trial/);
  });

  it.concurrent('while a module that nobody serves is asked what it is ends without a model', async () => {
    const id = 'asking';
    const axes = [{ name: 'absent', team: 'ghosts', contact: null, route: { ...team(id).route, queue: 'ghosts' } }];
    const shape = { task: 'binary', rows: 80, columns: 5, classes: 2 } as const;
    const profileDataset = () => Promise.resolve({ profile: dataRef, shape, axes, paradigms: [], span: now() });
    const handle = await fakes.start(id, { search: { profileDataset } });
    await reached(handle, ({ troubles }) => troubles.length > 0);
    expect(await stop(handle)).toMatch(/were looked at \(nobody serves axis absent/);
    expect(await soon(failureOf(handle))).toMatch(/there is no model/);
  });

  it.concurrent('while it is paused delivers', async () => {
    const handle = await fakes.start('paused', { axis: hangingLater });
    await reached(handle, ({ step }) => step === 2);
    await handle.executeUpdate(UPDATES.pause);
    await stop(handle);
    expect(await soon(handle.result())).toMatchObject({ stopped: 'stopped' });
  });

  it.concurrent('while its finalists are scored again delivers what it has', async () => {
    const evaluateTrials: NonNullable<FakeSearch['trials']>['evaluateTrials'] = (request) =>
      request.origin.axis === 'finalists' && request.secondsLeft !== 0
        ? (hang() as Promise<never>)
        : Promise.resolve(completedTrials(request));
    const handle = await fakes.start('confirming', { trials: { evaluateTrials } });
    await reached(handle, isIn('confirming'));
    expect(await stop(handle)).toMatch(/with it the scoring of the finalists on other folds; the best so far/);
    expect(await soon(handle.result())).toMatchObject({ stopped: 'stopped' });
  });

  it.concurrent('again, or while its model is fitted, is told what goes on', async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const trainModel = () => hang(released).then(delivered);
    const handle = await fakes.start('again', { trials: { trainModel } });
    await reached(handle, isIn('training'));
    expect(await stop(handle)).toMatch(/has ended by itself: now it is fitting the best \w+ on all rows/);
    expect(await stop(handle)).toMatch(/the search was stopped before: now it is fitting the best/);
    release();
    expect(await handle.result()).toMatchObject({ trials: { failed: 0 } });
  });
});

describe('a search that has converged', () => {
  it.concurrent('says so, though its finalists take what is left of the budget', async () => {
    const handle = await fakes.start('converged', { plan: { maxTrials: 40 }, axis: advancing(4, 8) });
    expect(await handle.result()).toMatchObject({ stopped: 'converged', trials: { total: 32 + 4 } });
  });
});

describe('trial workers that are away', () => {
  it.concurrent('are told of, and the search goes on once they are there', async () => {
    const handle = await fakes.start('late', { trials: null });
    await reached(handle, ({ troubles }) => troubles.length === 1);
    const evaluateTrials = (request: never) => Promise.resolve(completedTrials(request));
    const end = await fakes.serve(queues('late').trials, { evaluateTrials });
    await reached(handle, ({ troubles, trials }) => troubles.length === 0 && trials.total > 0);
    await end();
    const { troubles } = await reached(handle, (progress) => progress.troubles.length === 1);
    expect(troubles).toMatchObject([{ kind: 'worker', name: 'trials' }]);
    await fakes.serve(queues('late').trials, { evaluateTrials, trainModel: () => Promise.resolve(delivered()) });
    const { trials } = (await handle.result()) as SearchResult;
    expect(trials.total).toBe(6 + 15);
  });
});

describe('final fits that fail', () => {
  const failed = (reason: string) => ({ failed: { code: 'error' as const, reason }, span: now() });

  it.concurrent('are told, and the next best is delivered', async () => {
    const tried: string[] = [];
    const trainModel = ({ key }: { key: string }) => {
      tried.push(key);
      return Promise.resolve(tried.length < 3 ? failed('training diverged: its loss is not finite') : delivered());
    };
    const handle = await fakes.start('diverging', { trials: { trainModel } });
    const { best, failures, warnings, trials } = (await handle.result()) as SearchResult;
    expect(new Set(tried).size).toBe(3);
    expect(best.key).toBe(tried[2]);
    const said = warnings.filter((one) => /could not be fitted on all rows: training diverged/.test(one));
    expect(said).toHaveLength(2);
    expect(failures.filter(({ code }) => code === 'final-fit').reduce((sum, one) => sum + one.trials, 0)).toBe(2);
    // The finalists are scored, and counted, once.
    expect(trials).toMatchObject({ total: 6 + 15, failed: 0 });
  });

  it.concurrent('of every candidate fail the search, which can be resumed', async () => {
    const trainModel = () => Promise.resolve(failed('it needs about 9 MB, a trial may need 8 MB'));
    const handle = await fakes.start('hopeless', { trials: { trainModel } });
    const why = await failureOf(handle);
    expect(why).toMatch(/^None of the 6 best candidates could be delivered: the \w+ model of score .* 9 MB/);
    expect(why).toMatch(/"coaxial resume hopeless" tries again$/);
  });

  it.concurrent('by an error of the program are not tried for ever either', async () => {
    const tried: string[] = [];
    const trainModel = ({ key }: { key: string }) => {
      tried.push(key);
      return tried.length === 1 ? Promise.reject(new TypeError('x is undefined')) : Promise.resolve(delivered());
    };
    const handle = await fakes.start('buggy', { trials: { trainModel } });
    const { warnings } = (await handle.result()) as SearchResult;
    expect(warnings).toContainEqual(expect.stringMatching(/could not be fitted on all rows: x is undefined/));
  });

  it.concurrent('of a team that is gone leave it out, and count no finalist twice', async () => {
    const id = 'left-out-late';
    const prepareModel = () => Promise.resolve({ prepared: dataRef, fits: [fit, fit], span: now() });
    const fake: FakeSearch = { plan: { served: [team(id)], onTrouble: 'skip' }, trials: { prepareModel } };
    const { trials, warnings } = (await (await fakes.start(id, fake)).result()) as SearchResult;
    expect(warnings).toContainEqual(expect.stringMatching(/left out: nobody serves paradigm forest/));
    expect(trials.total).toBe(6 + 15);
  });
});

describe('workers that are lost in the middle of an activity', () => {
  it.concurrent('are counted from attempt to attempt, and errors are not', async () => {
    const counts: number[] = [];
    const trainModel = () =>
      heartbeating(async (_, lost) => {
        counts.push(lost);
        if (counts.length === 1) throw new Error('the disk is full');
        // It has told once that it is at it.
        if (counts.length === 2) await silence();
        return delivered();
      });
    const handle = await fakes.start('counted', { trials: { trainModel } });
    await handle.result();
    expect(counts).toEqual([0, 0, 1]);
  });
});

/** Lets no more heartbeats through, as a worker that is gone. */
async function silence(): Promise<never> {
  jest.spyOn(Context.current(), 'heartbeat').mockImplementation(() => undefined);
  return Context.current().cancelled;
}

describe("a search's record", () => {
  it.concurrent('is written one state after the other, though the first takes longest', async () => {
    const written: [number | null, boolean][] = [];
    let atOnce = 0;
    let most = 0;
    const recordState = async ({ state }: RecordStateRequest): Promise<void> => {
      most = Math.max(most, ++atOnce);
      // A slow write, which a later one would overtake if both ran at once.
      if (written.length === 0) await new Promise((resolve) => setTimeout(resolve, 1_000));
      const { budget, paused } = state as unknown as { budget: { maxTrials: number | null }; paused: boolean };
      written.push([budget.maxTrials, paused]);
      atOnce--;
    };
    const handle = await fakes.start('recorded', { search: { recordState }, axis: hangingLater });
    await reached(handle, ({ step }) => step === 2);
    await Promise.all([
      handle.executeUpdate(UPDATES.setBudget, { args: [{ maxTrials: 500 }] }),
      handle.executeUpdate(UPDATES.pause),
      handle.executeUpdate(UPDATES.setBudget, { args: [{ maxTrials: 400 }] }),
    ]);
    expect(most).toBe(1);
    const { maxTrials, paused } = await progressOf(handle);
    expect(written.at(-1)).toEqual([maxTrials, paused]);
    await handle.terminate();
  });
});
