import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bestOf, setToKeep, smallestWithinOneError, type Sized } from './one-standard-error.js';

/** Folds that are unequally hard, the same for every set. */
const HARDNESS = [0.02, -0.03, 0.01, 0.04, -0.04];

function set(size: number, loss: number, wobble = 0): Sized {
  return { size, scores: HARDNESS.map((hard, fold) => loss + hard + wobble * (fold % 2 === 0 ? 1 : -1)) };
}

describe('one-standard-error rule', () => {
  it('takes a smaller set whose loss is uncertain', () => {
    expect(smallestWithinOneError('log-loss', [set(10, 0.5), set(5, 0.501, 0.004)], 500).size).toBe(5);
  });

  it('refuses a loss that every fold agrees on', () => {
    expect(smallestWithinOneError('log-loss', [set(10, 0.5), set(5, 0.503)], 500).size).toBe(10);
  });

  it('refuses a large loss however uncertain it is', () => {
    expect(smallestWithinOneError('log-loss', [set(10, 0.5), set(5, 0.52, 0.1)], 500).size).toBe(10);
  });

  it('models the error of a single fold by the rows behind it', () => {
    const tried = [
      { size: 10, scores: [0.5] },
      { size: 5, scores: [0.502] },
    ];
    expect(smallestWithinOneError('log-loss', tried, 1000).size).toBe(5);
    expect(smallestWithinOneError('log-loss', tried, 1e6).size).toBe(10);
  });

  it('chooses one no larger than the best, in either direction of the metric', () => {
    const sets = fc.array(
      fc.record({
        size: fc.integer({ min: 1, max: 50 }),
        scores: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }),
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(sets, fc.constantFrom('log-loss' as const, 'accuracy' as const), (tried, metric) => {
        const chosen = smallestWithinOneError(metric, tried, 100);
        expect(tried).toContain(chosen);
        expect(chosen.size).toBeLessThanOrEqual(bestOf(metric, tried).size);
      }),
    );
  });
});

describe('the set to keep', () => {
  const sizeOf = (tried: Sized[]): number => setToKeep('log-loss', tried, 500).size;

  it('is the first where smaller ones gain no more than chance', () => {
    expect(sizeOf([set(10, 0.5), set(5, 0.498, 0.01)])).toBe(10);
    expect(sizeOf([set(10, 0.5), set(5, 0.5)])).toBe(10);
  });

  it('is the smallest that loses next to nothing against the best', () => {
    expect(sizeOf([set(10, 0.5), set(6, 0.45), set(4, 0.4503), set(2, 0.47)])).toBe(4);
    expect(sizeOf([set(10, 0.5), set(6, 0.45), set(4, 0.46), set(2, 0.47)])).toBe(6);
  });

  it('is a larger one that is better at all', () => {
    expect(sizeOf([set(10, 0.5), set(12, 0.499), set(8, 0.51)])).toBe(12);
  });
});
