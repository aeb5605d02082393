import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { Context } from '@temporalio/activity';
import { heartbeating } from '../../activities/runtime/heartbeat.js';
import type { RecordStateRequest } from '../../contracts/search/search-activities.js';
import { UPDATES } from '../../contracts/search/control.js';
import type { SearchResult } from '../../contracts/search/search.js';
import {
  advancing,
  completedTrials,
  delivered,
  FakeSearches,
  queues,
  type FakeSearch,
} from '../support/fake-search.js';
import { progressOf, reached, failureOf, hangingLater, team, now, dataRef, fit } from '../support/searches-that-end.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

// Concurrent tests begin before `beforeAll`.
const fakes = await FakeSearches.open();
afterAll(() => fakes.close());

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
