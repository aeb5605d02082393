import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { encodeColumns } from '../../contracts/candidate/column-set.js';
import { defaultCandidate, type Candidate } from '../../contracts/candidate/candidate.js';
import type { FitReply } from '../../contracts/module/fit-predict.js';
import { encodeImportances, encodePredictions } from '../../learning/arrays/arrow.js';
import { fitsOf, openPools, ServedSearch, type Pools } from '../../test/support/served-search.js';
import { boosting } from '../paradigms/boosting/index.js';
import { linear } from '../paradigms/linear/index.js';
import { naiveBayes } from '../paradigms/naive-bayes/index.js';
import type { Paradigm } from '../../training/paradigm/paradigm.js';

const JS = { backend: 'js' };

let pools: Pools;
const opened: ServedSearch[] = [];

beforeAll(() => {
  pools = openPools();
});
afterAll(() => pools.close());
afterEach(async () => {
  for (const search of opened.splice(0)) await search.close();
});

async function open(
  target: string,
  paradigms: Readonly<Record<string, Paradigm>>,
  served: { backend: string } | null,
  maxMb?: number,
): Promise<ServedSearch> {
  const search = await ServedSearch.open(pools, target, paradigms, served, maxMb);
  opened.push(search);
  return search;
}

/** The first paradigm at its defaults on some columns. */
function candidateOf({ search: { context } }: ServedSearch, features = '0-4'): Candidate {
  return defaultCandidate(context.paradigms[0], { features });
}

type Completed = Extract<FitReply, { status: 'completed' }>;

describe("a trial that its paradigm's team fits", () => {
  it.each([
    ['species', 'linear', linear],
    ['sex', 'boosting', boosting],
    ['species', 'naive-bayes', naiveBayes],
    ['body_mass_g', 'boosting', boosting],
    ['body_mass_g', 'linear', linear],
  ])(
    'is to the last bit the one that is trained in process: %s by %s',
    async (target, id, paradigm) => {
      const [own, served] = [await open(target, { [id]: paradigm }, null), await open(target, { [id]: paradigm }, JS)];
      const { folds } = own.search.context.plan;
      const chosen = Array.from({ length: folds }, (_, fold) => encodeColumns([0, 1, 2 + (fold % 3)]));
      const candidates: Candidate[] = [candidateOf(own), { ...candidateOf(own, '0,2-3'), foldFeatures: chosen }];
      for (const repeat of [0, 1]) {
        const [expected, found] = [await own.trialsOf(candidates, repeat), await served.trialsOf(candidates, repeat)];
        expect(expected.map((trial) => trial?.outcome.status)).toEqual(['completed', 'completed']);
        expect(found.map((trial) => trial?.outcome)).toEqual(expected.map((trial) => trial?.outcome));
        for (const [i, trial] of found.entries()) {
          expect(trial?.key).toBe(expected[i]?.key);
          const [record, other] = [await served.store.trials.read(trial!.key), await own.store.trials.read(trial!.key)];
          // Content addresses: the same predictions and importances.
          expect(record!.arrays).toBe(other!.arrays);
          expect(record!.cost.work).toBeGreaterThan(0);
          expect(await served.store.attempts.of(trial!.key)).toMatchObject({ started: 1, open: 0, trained: 1 });
        }
      }
    },
    120_000,
  );

  it('has the backend that its team names in its key', async () => {
    const [own, served] = [
      await open('species', { linear }, null),
      await open('species', { linear }, { backend: 'theirs 2.1' }),
    ];
    const [[a], [b]] = [await own.trialsOf([candidateOf(own)]), await served.trialsOf([candidateOf(served)])];
    expect(b!.key).not.toBe(a!.key);
    expect(b!.outcome).toEqual(a!.outcome);
    expect(await served.store.trials.read(b!.key)).toMatchObject({ backend: 'theirs 2.1' });
  });

  it('is found in the store, and not prepared again', async () => {
    const search = await open('species', { linear }, JS);
    const [first] = await search.trialsOf([candidateOf(search)]);
    const { trials, toFit } = await search.evaluate([candidateOf(search)]);
    expect(toFit).toEqual([]);
    expect(trials).toEqual([{ ...first, reused: true }]);
  });

  it('shares its matrices with others of the same columns and transforms', async () => {
    const search = await open('species', { linear }, JS);
    const candidate = candidateOf(search);
    const other = { ...candidate, hyperparameters: { ...candidate.hyperparameters, penalty: 0.5 } };
    const { toFit } = await search.evaluate([candidate, candidateOf(search, '0-2'), other]);
    expect(toFit.map(({ index }) => index)).toEqual([0, 1, 2]);
    const [a, b, c] = toFit.map(({ fits }) => fits.map(({ train, valid }) => [train, valid]));
    expect(c).toEqual(a);
    expect(b).not.toEqual(a);
    expect(new Set(a.flat()).size).toBe(2 * search.search.context.plan.folds);
    expect(toFit[2].fits[0].seed).not.toBe(toFit[0].fits[0].seed);
  });

  it('fails before it is prepared where its candidate is none, or would not fit into memory', async () => {
    const search = await open('species', { linear }, JS, 0.001);
    const [bad, large] = (await search.evaluate([candidateOf(search, '0-99'), candidateOf(search)])).trials;
    expect(bad?.outcome).toMatchObject({ status: 'failed', code: 'invalid-candidate' });
    expect(large?.outcome).toMatchObject({ status: 'failed', code: 'memory' });
    expect(await search.store.attempts.of(large!.key)).toMatchObject({ started: 1, open: 0 });
  });

  it("is left alone once the search's time is over", async () => {
    const search = await open('species', { linear }, JS);
    expect(await search.evaluate([candidateOf(search)], 0, { secondsLeft: 0 })).toMatchObject({
      trials: [null],
      toFit: [],
    });
  });
});

describe('scoreTrials', () => {
  async function prepared(): Promise<{ search: ServedSearch; ref: string; fits: Completed[]; key: string }> {
    const search = await open('species', { linear }, JS);
    const { toFit } = await search.evaluate([candidateOf(search)]);
    const fits = (await search.fit('linear', fitsOf(toFit[0]))) as Completed[];
    return { search, ref: toFit[0].prepared, fits, key: toFit[0].key };
  }

  const failed = (code: 'error' | 'timed-out', seconds: number, reason = 'x'): FitReply => ({
    status: 'failed',
    code,
    reason,
    seconds,
  });

  it("takes a team's failures for the trial's, the first that is not a time-out", async () => {
    const { search, ref, fits } = await prepared();
    const score = async (answer: FitReply[]): Promise<unknown> =>
      (await search.score([{ prepared: ref, answer }]))[0]?.outcome ?? null;
    const [, ...rest] = fits;
    expect(await score([failed('timed-out', 60), ...rest])).toMatchObject({ status: 'timed-out', limit: 'trial' });
    expect(await score([failed('timed-out', 3), ...rest])).toMatchObject({ status: 'timed-out', limit: 'search' });
    expect(await score(fits.map(() => failed('timed-out', 0)))).toBeNull();
    expect(await score([failed('timed-out', 60), failed('error', 1, 'singular'), ...rest.slice(1)])).toEqual({
      status: 'failed',
      code: 'error',
      reason: 'singular',
    });
  });

  it('keeps why a module gave no answer, and tries it again the next time', async () => {
    const { search, ref, key, fits } = await prepared();
    const [trial] = await search.score([{ prepared: ref, answer: { code: 'module', reason: 'nobody serves it' } }]);
    expect(trial?.outcome).toEqual({ status: 'failed', code: 'module', reason: 'nobody serves it' });
    expect(await search.store.trials.read(key)).toMatchObject({ outcome: trial!.outcome });
    expect((await search.evaluate([candidateOf(search)])).toFit).toHaveLength(1);
    expect((await search.score([{ prepared: ref, answer: fits }]))[0]?.outcome.status).toBe('completed');
  });

  it('scores a trial once, whoever asks again', async () => {
    const { search, ref, key, fits } = await prepared();
    const [first] = await search.score([{ prepared: ref, answer: fits }]);
    const [again] = await search.score([{ prepared: ref, answer: { code: 'module', reason: 'gone' } }]);
    expect(again).toEqual({ ...first, reused: true });
    expect(await search.store.attempts.of(key)).toMatchObject({ started: 1, open: 0, trained: 1 });
  });

  const half = Float64Array.of(0.5, 0.25, 0.25);
  it.each([
    ['with too few rows', encodePredictions(half, 3), /1 predictions where/],
    ['of another number of classes', encodePredictions(half, 0), /p1 is missing/],
    ['that are not a file', Buffer.from('garbage'), /not a complete Arrow IPC file/],
  ])('takes predictions %s for no answer', async (_, bytes, message) => {
    const { search, ref, fits } = await prepared();
    const predictions = await search.store.artifacts.put(bytes);
    const [trial] = await search.score([{ prepared: ref, answer: [{ ...fits[0], predictions }, ...fits.slice(1)] }]);
    expect(trial?.outcome).toMatchObject({
      status: 'failed',
      code: 'module',
      reason: expect.stringMatching(message),
    });
  });

  it('takes importances of other columns, no predictions, and too few fits for no answer', async () => {
    const { search, ref, fits } = await prepared();
    const importances = await search.store.artifacts.put(encodeImportances(Float64Array.of(1)));
    for (const answer of [
      [{ ...fits[0], importances }, ...fits.slice(1)],
      [{ ...fits[0], predictions: null }, ...fits.slice(1)],
      fits.slice(1),
    ]) {
      const [trial] = await search.score([{ prepared: ref, answer }]);
      expect(trial?.outcome).toMatchObject({ status: 'failed', code: 'module' });
    }
  });

  it('takes predictions that are not numbers for what they are in process', async () => {
    const { search, ref, fits } = await prepared();
    const assignment = await search.store.artifacts.get(search.search.context.assignmentRef);
    const rows = assignment.filter((fold) => fold === 0).length;
    const bytes = encodePredictions(new Float64Array(3 * rows).fill(NaN), 3);
    const predictions = await search.store.artifacts.put(bytes);
    const answer = [{ ...fits[0], predictions }, ...fits.slice(1)];
    const [trial] = await search.score([{ prepared: ref, answer }]);
    expect(trial?.outcome).toEqual({
      status: 'failed',
      code: 'not-finite',
      reason: 'its predictions are not all finite',
    });
  });

  it('waits for what is not in the store yet, and then says so', async () => {
    const { search, ref, fits } = await prepared();
    await rm(search.store.artifacts.path(fits[0].predictions!));
    const trials = [{ prepared: ref, answer: fits }];
    await expect(search.score(trials)).rejects.toThrow(/is not in the store at/);
    const [trial] = await search.score(trials, { attempt: 4 });
    expect(trial?.outcome).toMatchObject({
      code: 'module',
      reason: expect.stringMatching(/do its workers have the same one/),
    });
  });
});
