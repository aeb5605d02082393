import { afterAll, describe, expect, it, jest } from '@jest/globals';
import type { RecordStateRequest } from '../../contracts/search/search-activities.js';
import { UPDATES } from '../../contracts/search/control.js';
import type { SearchResult } from '../../contracts/search/search.js';
import { STRATEGIES } from '../../contracts/search/strategy.js';
import { hang } from '../support/axis-worker.js';
import {
  advancing,
  completedTrials,
  delivered,
  FakeSearches,
  queues,
  type FakeSearch,
} from '../support/fake-search.js';
import {
  stop,
  reached,
  isIn,
  failureOf,
  soon,
  hangingLater,
  team,
  now,
  dataRef,
  fit,
} from '../support/searches-that-end.js';

// Where there is no server program yet, the first test builds it.
jest.setTimeout(900_000);

// Concurrent tests begin before `beforeAll`.
const fakes = await FakeSearches.open();
afterAll(() => fakes.close());

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
    const again = await fakes.home.startSearch(id, { continued: state }, STRATEGIES.sequential);
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
