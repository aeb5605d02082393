import { describe, expect, it } from '@jest/globals';
import { encodeColumns, decodeColumns } from '../../../contracts/candidate/column-set.js';
import type { AdvanceInput, AdvanceOutput } from '../../../contracts/module/axis.js';
import { candidateHash, type Candidate } from '../../../contracts/candidate/candidate.js';
import type { Trial } from '../../../contracts/candidate/trial.js';
import {
  axisSuite,
  defaultCandidates,
  exampleContext,
  isSignal,
  outcomeOf,
  simulate,
  type Objective,
} from '../../../test/contract/axis-suite.js';
import { featuresAxis } from './index.js';

const sizeOf = ({ features }: Candidate): number => decodeColumns(features).length;
const signals = ({ features }: Candidate): number => decodeColumns(features).filter(isSignal).length;

/** Signal columns lower the loss by 0.01 each, the others raise it by `harm` each. */
const lossOf =
  (harm: number, noise = 0.01): Objective =>
  (candidate, context) => {
    const kept = signals(candidate);
    return outcomeOf(1 - 0.01 * kept + harm * (sizeOf(candidate) - kept), candidate, context, noise);
  };

describe('features', () => {
  axisSuite(featuresAxis, { maxState: 96 * 1024 });

  const context = exampleContext({ columns: 40 });
  const prior = defaultCandidates(context).slice(1, 2);

  it('drops columns that harm, and keeps those that help', () => {
    const { base, trials } = simulate(featuresAxis, context, lossOf(0.01), { prior });
    expect(sizeOf(base!.candidate)).toBeLessThanOrEqual(signals(prior[0]) + 2);
    expect(signals(base!.candidate)).toBeGreaterThanOrEqual(signals(prior[0]) - 1);
    expect(trials.length).toBeLessThanOrEqual(17);
  });

  it('keeps all columns where every smaller set is worse, within few trials', () => {
    const { base, trials, outputs } = simulate(featuresAxis, context, lossOf(-0.005), { prior });
    expect(base!.candidate).toEqual(prior[0]);
    expect(trials.length).toBeLessThanOrEqual(10);
    expect(outputs[outputs.length - 1].note).toMatch(/^Keeps all 35 columns/);
  });

  it('mostly keeps all columns where smaller sets are better by chance only', () => {
    const shrunk = Array.from({ length: 20 }, (_, salt) => {
      const at = { ...context, seed: salt };
      const chance: Objective = (candidate) => {
        const salted = { ...candidate, hyperparameters: { ...candidate.hyperparameters, salt } };
        return outcomeOf(1, salted, at, 0.1);
      };
      return simulate(featuresAxis, at, chance, { prior }).base!.candidate.features !== prior[0].features;
    });
    expect(shrunk.filter(Boolean).length).toBeLessThanOrEqual(9);
  });

  it('makes its last step before a budget in trials ends', () => {
    const { converged, trials, base } = simulate(featuresAxis, context, lossOf(-0.005), { prior, maxTrials: 4 });
    expect(converged).toBe(true);
    expect(trials).toHaveLength(prior.length + 4);
    expect(base!.candidate).toEqual(prior[0]);
  });

  it('chooses the columns of each fold by models that have not seen its validation rows', () => {
    // Each fold's model prefers another column; on the mean, the first three are best.
    const byFold = Array.from({ length: 5 }, (_, fold) =>
      context.columns.map((_, column) => (column === 10 + fold ? 2 : column < 3 ? 3 - column / 10 : 0)),
    );
    const incumbent: Trial = {
      key: 'a'.repeat(64),
      origin: { axis: 'paradigm', step: 0 },
      candidate: prior[0],
      outcome: outcomeOf(1, prior[0], context),
      importances: context.columns.map((_, column) => byFold.reduce((sum, fold) => sum + fold[column], 0) / 5),
      foldImportances: byFold,
    };
    const input = { context, state: null, incumbent, elite: [incumbent], trials: [], step: 0, seed: 1 };
    const { candidates } = featuresAxis.advance({ ...input, trialsLeft: null, trialsNow: null });
    const [used] = candidates;
    expect(used.features).toBe('0-2,10-14');
    expect(used.foldFeatures!.map((set) => decodeColumns(set).length)).toEqual([8, 8, 8, 8, 8]);
    used.foldFeatures!.forEach((set, fold) =>
      expect(decodeColumns(set)).toEqual(expect.arrayContaining([0, 1, 2, 10 + fold])),
    );
  });

  it('first tries the columns that the model made use of', () => {
    const input = {
      context,
      state: null,
      incumbent: {
        key: 'a'.repeat(64),
        origin: { axis: 'paradigm', step: 0 },
        candidate: prior[0],
        outcome: outcomeOf(1, prior[0], context),
        importances: context.columns.map((_, column) => (column < 3 ? 1 / 3 : 0)),
        foldImportances: null,
      },
      elite: [],
      trials: [],
      step: 0,
      seed: 1,
      trialsLeft: null,
      trialsNow: null,
    };
    const { candidates, note } = featuresAxis.advance(input);
    expect(candidates.map(({ features }) => features)).toEqual(['0-2', encodeColumns([0, 1]), '0']);
    expect(note).toBe('Tries the 3, 2, 1 most important of 35 columns.');
  });

  describe('where other axes change the candidate between its steps', () => {
    const few = encodeColumns([0, 3, 6]);
    const more = encodeColumns([0, 3, 6, 9, 12]);
    let salt = 0;
    /** A trial of the best paradigm at hyperparameters that another axis found. */
    const found = (features: string, score: number, importances: (column: number) => number): Trial => {
      const candidate = { ...prior[0], features, hyperparameters: { ...prior[0].hyperparameters, salt: ++salt } };
      const kept = new Set(decodeColumns(features));
      return {
        key: candidateHash(candidate),
        origin: { axis: 'hyperparameters', step: 0 },
        candidate,
        outcome: { status: 'completed', score, scores: [1, 2, 3, 4, 5].map(() => score), spread: 0, effort: null },
        importances: context.columns.map((_, column) => (kept.has(column) ? importances(column) : 0)),
        foldImportances: null,
      };
    };
    const advance = (incumbent: Trial, more: Partial<AdvanceInput> = {}): AdvanceOutput => {
      const input = { context, state: null, incumbent, elite: [incumbent], trials: [], step: 0, seed: 1 };
      return featuresAxis.advance({ ...input, trialsLeft: null, trialsNow: null, ...more });
    };
    const evenly = (): number => 0.1;
    const sets = ({ candidates }: AdvanceOutput): string[] => candidates.map(({ features }) => features);

    it('ranks by the importances of the whole elite', () => {
      const incumbent = found(more, 0.5, (column) => (column === 0 ? 0.01 : column + 1));
      const elite = [incumbent, ...[1, 2].map(() => found(more, 0.6, (column) => (column === 0 ? 100 : 1)))];
      // By the incumbent alone, column 0 would go first.
      expect(sets(advance(incumbent, { elite }))[0]).toBe(encodeColumns([0, 6, 9, 12]));
    });

    it('brings back what the elite no longer holds to be useless', () => {
      const incumbent = found(few, 0.5, evenly);
      const wanting = [1, 2].map(() => found(more, 0.55, evenly));
      const { state, candidates, note } = advance(incumbent, { elite: [incumbent, ...wanting] });
      expect(candidates.map(({ features }) => features)).toContain(more);
      expect(candidates[0].hyperparameters).toEqual(incumbent.candidate.hyperparameters);
      expect(note).toMatch(/and 5 with columns that were dropped before/);
      const better: Trial = { ...found(more, 0.4, evenly), candidate: candidates.at(-1)! };
      const { choice } = advance(incumbent, { state, trials: [better] });
      expect(choice).toBe(better.key);
    });

    it('tries the set that columns were dropped from again, until it was refused three times', () => {
      let state = advance(found(more, 0.5, evenly)).state;
      const asked = Array.from({ length: 6 }, () => {
        const incumbent = found(few, 0.4, evenly);
        const output = advance(incumbent, { state });
        const trials = output.candidates.map((candidate) => ({ ...found(few, 0.9, evenly), candidate }));
        state = advance(incumbent, { state: output.state, trials }).state;
        return sets(output);
      });
      expect(asked.map((features) => features.includes(more))).toEqual([true, true, true, false, false, false]);
      // Where nothing changes, it asks for less.
      expect(asked.map(({ length }) => length)).toEqual([3, 3, 2, 1, 1, 1]);
    });
  });

  it('asks boosting for importances where the incumbent gives none', () => {
    const silence = (trial: Trial): Trial =>
      trial.candidate.paradigm === 'boosting' ? trial : { ...trial, importances: context.columns.map(() => 0) };
    const silent: typeof featuresAxis = {
      ...featuresAxis,
      advance: ({ incumbent, elite, trials, ...input }) =>
        featuresAxis.advance({
          ...input,
          incumbent: incumbent && silence(incumbent),
          elite: elite.map(silence),
          trials: trials.map(silence),
        }),
    };
    const best = defaultCandidates(context)[0];
    const objective: Objective = (candidate, at) =>
      candidate.paradigm === 'boosting' ? outcomeOf(5, candidate, at) : lossOf(0.01)(candidate, at);
    const { outputs, base } = simulate(silent, context, objective, { prior: [best] });
    expect(outputs[0].candidates).toEqual(prior);
    expect(base!.candidate.paradigm).toBe(best.paradigm);
    expect(sizeOf(base!.candidate)).toBeLessThanOrEqual(signals(best) + 2);
  });
});
