import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Task } from '../../contracts/task.js';
import { lossFor } from './loss.js';

const CASES: [Task, number][] = [
  ['regression', 0],
  ['binary', 2],
  ['multiclass', 4],
];
const STEP = 1e-5;

describe.each(CASES)('the loss of %s problems', (task, classes) => {
  const loss = lossFor(task, classes);
  const row = Int32Array.of(0);

  it('has the gradient that its differences show', () => {
    const score = fc.double({ min: -5, max: 5, noNaN: true });
    const scores = fc.array(score, { minLength: loss.outputs, maxLength: loss.outputs });
    fc.assert(
      fc.property(scores, fc.nat({ max: Math.max(1, classes - 1) }), (at, truth) => {
        const y = Float64Array.of(truth);
        const gradients = new Float64Array(loss.outputs);
        loss.derivatives(y, Float64Array.from(at), row, gradients, new Float64Array(loss.outputs));
        for (let k = 0; k < loss.outputs; k++) {
          const moved = (by: number): number =>
            loss.sum(
              y,
              null,
              Float64Array.from(at, (s, i) => (i === k ? s + by : s)),
              row,
            );
          expect(gradients[k]).toBeCloseTo((moved(STEP) - moved(-STEP)) / (2 * STEP), 5);
        }
      }),
      { seed: 1 },
    );
  });

  it('is finite however sure and wrong the scores are', () => {
    const scores = new Float64Array(loss.outputs).fill(-1e4);
    scores[loss.outputs - 1] = 1e4;
    const hessians = new Float64Array(loss.outputs);
    const gradients = new Float64Array(loss.outputs);
    loss.derivatives(Float64Array.of(0), scores, row, gradients, hessians);
    expect(loss.sum(Float64Array.of(0), null, scores, row)).toBeGreaterThan(100);
    expect([...gradients, ...hessians].every(Number.isFinite)).toBe(true);
    expect(hessians.every((hessian) => hessian > 0)).toBe(true);
  });
});

describe('first scores', () => {
  it('are the weighted mean, or logarithms of shares that leave no class out', () => {
    const y = Float64Array.of(0, 1, 1, 1);
    const all = Int32Array.of(0, 1, 2, 3);
    expect(lossFor('regression', 0).initial(y, Float64Array.of(3, 1, 1, 1), all)[0]).toBeCloseTo(0.5, 12);
    expect(lossFor('binary', 2).initial(y, null, all)[0]).toBeCloseTo(Math.log(3.5 / 1.5), 12);
    const shares = lossFor('multiclass', 3).initial(y, null, all).map(Math.exp);
    expect(Array.from(shares)).toEqual([1.5 / 5.5, 3.5 / 5.5, 0.5 / 5.5].map((share) => expect.closeTo(share, 12)));
  });
});
