import { describe, expect, it } from '@jest/globals';
import {
  axisSuite,
  EXAMPLE_PARADIGMS,
  exampleContext,
  outcomeOf,
  simulate,
  type Objective,
} from '../../../test/contract/axis-suite.js';
import { defaultCandidates } from '../../../test/contract/axis-suite.js';
import { paradigmAxis } from './index.js';

/** Ten paradigms of one space, p0 … p9. */
const paradigms = Array.from({ length: 10 }, (_, i) => ({ ...EXAMPLE_PARADIGMS[1], id: `p${i}` }));

/** A loss for each paradigm. */
const lossBy =
  (loss: (index: number) => number, noise = 0.02): Objective =>
  (candidate, context) =>
    outcomeOf(loss(Number(candidate.paradigm.slice(1))), candidate, context, noise);

describe('paradigm', () => {
  axisSuite(paradigmAxis);

  const context = exampleContext({ paradigms });

  it('tries every paradigm at its defaults first, cheapest first', () => {
    const { outputs } = simulate(
      paradigmAxis,
      context,
      lossBy((i) => i),
    );
    expect(outputs[0].candidates).toEqual(defaultCandidates(context));
  });

  it('gives draws to paradigms within reach only, fewer of them each round', () => {
    const { outputs, trials } = simulate(
      paradigmAxis,
      context,
      lossBy((i) => 0.5 + (i < 6 ? 0.001 * i : 1)),
    );
    const rounds = outputs
      .slice(1, -1)
      .map(({ candidates }) => new Set(candidates.map(({ paradigm }) => paradigm)).size);
    expect(rounds).toEqual([4, 3, 2]);
    expect(trials).toHaveLength(10 + 4 + 3 + 4);
    expect(trials.slice(10).every(({ candidate }) => Number(candidate.paradigm.slice(1)) < 6)).toBe(true);
  });

  it('ends at once where one paradigm stands alone', () => {
    const { outputs, converged } = simulate(
      paradigmAxis,
      context,
      lossBy((i) => (i === 3 ? 0.1 : 0.9)),
    );
    expect(converged).toBe(true);
    expect(outputs).toHaveLength(2);
    expect(outputs[1].note).toBe('Settles on p3: no other paradigm is within reach of it.');
  });

  it('leaves a paradigm that fails alone', () => {
    const failing: Objective = (candidate, at) =>
      candidate.paradigm === 'p0'
        ? { status: 'failed', code: 'error', reason: 'simulated' }
        : lossBy((i) => 0.5 + 0.001 * i)(candidate, at);
    const { trials } = simulate(paradigmAxis, context, failing);
    expect(trials.filter(({ candidate }) => candidate.paradigm === 'p0')).toHaveLength(1);
  });

  it('tries the cheapest where the budget is small', () => {
    const { trials } = simulate(
      paradigmAxis,
      context,
      lossBy(() => 0.5),
      { maxTrials: 4 },
    );
    expect(trials.map(({ candidate }) => candidate.paradigm)).toEqual(['p0', 'p1', 'p2', 'p3']);
  });
});
