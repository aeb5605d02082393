import { describe, expect, it } from '@jest/globals';
import type { AdvanceInput } from '../../../contracts/module/axis.js';
import { candidateHash, defaultCandidate, type Candidate } from '../../../contracts/candidate/candidate.js';
import { encodeColumns } from '../../../contracts/candidate/column-set.js';
import type { Outcome, Trial } from '../../../contracts/candidate/trial.js';
import {
  axisSuite,
  defaultCandidates,
  EXAMPLE_PARADIGMS,
  exampleContext,
  fakeObjective,
  outcomeOf,
  simulate,
} from '../../../test/contract/axis-suite.js';
import { hyperparametersAxis } from './index.js';

const context = exampleContext({ columns: 6 });
const [naiveBayes, boosting, network] = EXAMPLE_PARADIGMS;
const all = encodeColumns([0, 1, 2, 3, 4, 5]);
const few = encodeColumns([0, 1, 2]);

function trial(candidate: Candidate, loss: number): Trial {
  const outcome: Outcome = outcomeOf(loss, candidate, context, 0);
  return {
    key: candidateHash(candidate),
    origin: { axis: 'paradigm', step: 0 },
    candidate,
    outcome,
    importances: null,
    foldImportances: null,
  };
}

function advance(trials: Trial[], incumbent: Trial, more: Partial<AdvanceInput> = {}) {
  const given = { context, state: null, incumbent, elite: [], trials };
  const input = { ...given, step: 0, seed: 5, trialsLeft: null, trialsNow: null, ...more };
  return hyperparametersAxis.advance(input);
}

const paradigmsOf = (candidates: readonly Candidate[]): string[] => candidates.map(({ paradigm }) => paradigm);

describe('the axis of hyperparameters', () => {
  axisSuite(hyperparametersAxis, { maxState: 8 * 1024 });

  it('tunes what is close behind the best beside it, and nothing else', () => {
    const trials = [
      trial(defaultCandidate(naiveBayes, { features: all }), 0.6),
      trial(defaultCandidate(boosting, { features: all }), 0.4),
      trial(defaultCandidate(network, { features: all }), 0.405),
    ];
    const { candidates, note } = advance(trials, trials[1]);
    const paradigms = paradigmsOf(candidates);
    expect(new Set(paradigms)).toEqual(new Set(['boosting', 'neural-network']));
    expect(paradigms.filter((id) => id === 'boosting').length).toBeGreaterThanOrEqual(paradigms.length / 2);
    expect(note).toBe(
      `generation 1 of boosting, neural-network: ${candidates.length} candidates, best log-loss 0.4000 (boosting)`,
    );
  });

  it('measures again what looks better by estimate when the columns have changed', () => {
    const tuned = { ...defaultCandidate(boosting, { features: all }).hyperparameters, leaves: 7 };
    const trials = [
      trial(defaultCandidate(boosting, { features: all }), 0.5),
      trial({ ...defaultCandidate(boosting, { features: all }), hyperparameters: tuned }, 0.4),
      trial(defaultCandidate(boosting, { features: few }), 0.35),
    ];
    const { candidates } = advance(trials, trials[2]);
    expect(candidates[0]).toEqual({ ...defaultCandidate(boosting, { features: few }), hyperparameters: tuned });
    expect(candidates.every(({ features }) => features === few)).toBe(true);
  });

  it("tries a close second on the incumbent's columns", () => {
    const trials = [
      trial(defaultCandidate(boosting, { features: few }), 0.4),
      trial(defaultCandidate(network, { features: all }), 0.405),
    ];
    const { candidates } = advance(trials, trials[0]);
    expect(candidates).toContainEqual(defaultCandidate(network, { features: few }));
  });

  it("recommends the best trial on the incumbent's columns where this is not the incumbent", () => {
    const chosen = trial(defaultCandidate(boosting, { features: few }), 0.42);
    const better = { ...chosen.candidate, hyperparameters: { ...chosen.candidate.hyperparameters, leaves: 9 } };
    const trials = [trial(defaultCandidate(boosting, { features: all }), 0.4), chosen, trial(better, 0.41)];
    expect(advance(trials, chosen).choice).toBe(trials[2].key);
    expect(advance(trials, trials[0]).choice).toBeNull();
  });

  it('makes a small budget last for some generations', () => {
    const trials = [trial(defaultCandidate(boosting, { features: all }), 0.4)];
    const sizes = [null, 40, 20, 3].map(
      (trialsLeft) => advance(trials, trials[0], { trialsLeft, trialsNow: trialsLeft }).candidates.length,
    );
    expect(sizes).toEqual([9, 9, 5, 3]);
  });

  it('has nothing to do where there is nothing to tune', () => {
    const fixed = exampleContext({ paradigms: [{ ...naiveBayes, hyperparameters: [] }] });
    const { outputs } = simulate(hyperparametersAxis, fixed, fakeObjective, { prior: defaultCandidates(fixed) });
    expect(outputs).toHaveLength(1);
    expect(outputs[0]).toMatchObject({ converged: true, candidates: [] });
  });

  it('refuses a state that is none of its own', () => {
    const trials = [trial(defaultCandidate(boosting, { features: all }), 0.4)];
    expect(() => advance(trials, trials[0], { state: { version: 2 } })).toThrow();
  });
});
