import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultCandidate, type Candidate } from '../../contracts/candidate/candidate.js';
import type { CandidateList } from '../../contracts/candidate/candidate-list.js';
import type { SearchContext } from '../../contracts/module/context.js';
import { hashJson } from '../../contracts/json.js';
import { openStore, type Store } from '../../storage/store.js';
import { exampleContext } from '../../kit/axis/example-context.js';
import { searchState } from '../../test/support/search-state.js';
import { candidateError } from '../../training/trial/candidate-error.js';
import { warmStartOf } from './warm-start.js';

const EARLIER = 'earlier';

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-warm-'));
  store = openStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** An earlier search of which these were the best, best first. */
async function keepSearch(context: SearchContext, candidates: readonly Candidate[]): Promise<void> {
  const contextRef = await store.artifacts.put(JSON.stringify(context));
  const state = searchState();
  await store.searches.writePlan(EARLIER, { ...state.plan, contextRef, task: context.task });
  const keys = candidates.map((candidate) => hashJson(candidate));
  for (const [i, candidate] of candidates.entries()) {
    const outcome = { status: 'completed' as const, score: i, scores: [i], spread: 0, effort: null };
    const cost = { seconds: 1, work: 1, bytes: 1 };
    await store.trials.write({ key: keys[i], candidate, outcome, cost, arrays: null, backend: 'js' });
  }
  await store.searches.writeState(EARLIER, 1, { elite: keys.map((key) => ({ key })) });
}

async function begunWith(context: SearchContext): Promise<Candidate[]> {
  const { candidates } = await warmStartOf(store, EARLIER, context);
  const { inline } = candidates as Extract<CandidateList, { inline: unknown }>;
  for (const candidate of inline) expect(candidateError(context, candidate)).toBeNull();
  return inline;
}

const context = exampleContext();
const [, boosting] = context.paradigms;

describe('a warm start', () => {
  it('takes candidates over as they are on the same data, those by fold too', async () => {
    const best = defaultCandidate(boosting, { features: '0-3', foldFeatures: Array(5).fill('0-2') as string[] });
    await keepSearch(context, [best, defaultCandidate(boosting, { features: '1' })]);
    expect(await begunWith(context)).toEqual([best, defaultCandidate(boosting, { features: '1' })]);
  });

  it('finds columns by their names, leaves out what is gone, and tries new ones beside the best', async () => {
    const override = { columns: '0,2', transform: boosting.transforms.numeric };
    const transforms = { ...boosting.transforms, overrides: [override] };
    const best = { ...defaultCandidate(boosting, { features: '0-2' }), transforms };
    await keepSearch(context, [best]);
    // x1 is gone, x0 stands last, two are new.
    const names = ['x2', 'new', 'x3', 'x4', 'newer', 'x0'];
    const types = ['categorical', 'numeric', 'numeric', 'boolean', 'numeric', 'numeric'] as const;
    const columns = names.map((name, i) => ({ ...context.columns[0], name, type: types[i] }));
    const [moved, wider] = await begunWith({ ...context, fingerprint: 'other', columns });
    expect(moved.features).toBe('0,5');
    // x2 is not a number, so the transform of numbers stays with x0.
    expect(moved.transforms.overrides).toEqual([{ columns: '5', transform: boosting.transforms.numeric }]);
    expect(wider.features).toBe('0-1,4-5');
  });

  it('moves hyperparameters into their ranges', async () => {
    const best = defaultCandidate(boosting, { features: '0-2' });
    await keepSearch(context, [{ ...best, hyperparameters: { ...best.hyperparameters, leaves: 200 } }]);
    const narrower = boosting.hyperparameters.map((one) => (one.name === 'leaves' ? { ...one, max: 64 } : one));
    const paradigms = [{ ...boosting, hyperparameters: narrower }];
    const [moved] = await begunWith({ ...context, fingerprint: 'other', paradigms });
    expect(moved.hyperparameters).toEqual({ ...best.hyperparameters, leaves: 64 });
  });

  it('is refused where there is nothing to begin with, in words that say why', async () => {
    await expect(warmStartOf(store, 'unknown', context)).rejects.toThrow(/no search unknown with a completed trial/);
    await keepSearch(context, [defaultCandidate(boosting, { features: '0-2' })]);
    await expect(warmStartOf(store, EARLIER, exampleContext({ task: 'regression' }))).rejects.toThrow(/binary task/);
    const paradigms = [context.paradigms[0]];
    await expect(warmStartOf(store, EARLIER, { ...context, paradigms })).rejects.toThrow(
      /no candidate of earlier fits/,
    );
  });
});
