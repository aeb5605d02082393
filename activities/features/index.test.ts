import { describe, expect, it } from '@jest/globals';
import { encodeColumns, decodeColumns } from '../../contracts/column-set.js';
import type { Candidate } from '../../contracts/candidate.js';
import {
  axisSuite,
  defaultCandidates,
  exampleContext,
  isSignal,
  outcomeOf,
  simulate,
  type Objective,
} from '../../test/contract/axis-suite.js';
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
  axisSuite(featuresAxis);

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
    expect(shrunk.filter(Boolean).length).toBeLessThanOrEqual(5);
  });

  it('has its last word before a budget in trials ends', () => {
    const { converged, trials, base } = simulate(featuresAxis, context, lossOf(-0.005), { prior, maxTrials: 4 });
    expect(converged).toBe(true);
    expect(trials).toHaveLength(prior.length + 3);
    expect(base!.candidate).toEqual(prior[0]);
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
      },
      trials: [],
      step: 0,
      seed: 1,
      trialsLeft: null,
    };
    const { candidates, note } = featuresAxis.advance(input);
    expect(candidates.map(({ features }) => features)).toEqual(['0-2', encodeColumns([0, 1]), '0']);
    expect(note).toBe('Tries the 3, 2, 1 most important of 35 columns.');
  });

  it('asks boosting for importances where the incumbent gives none', () => {
    const silent: typeof featuresAxis = {
      ...featuresAxis,
      advance: (input) =>
        featuresAxis.advance({
          ...input,
          incumbent: input.incumbent && { ...input.incumbent, importances: context.columns.map(() => 0) },
          trials: input.trials.map((trial) =>
            trial.candidate.paradigm === 'boosting' ? trial : { ...trial, importances: context.columns.map(() => 0) },
          ),
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
