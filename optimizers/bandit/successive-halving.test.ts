import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { survivors } from './successive-halving.js';

const arm = fc.record({
  score: fc.double({ min: 0, max: 1, noNaN: true }),
  spread: fc.double({ min: 0, max: 0.2, noNaN: true }),
});

describe('survivors of a round', () => {
  it('keeps those within reach of the best, best first', () => {
    const arms = [0.5, 0.31, 0.35, 0.3].map((score) => ({ score, spread: 0.03 }));
    expect(survivors('log-loss', arms, 2, 4).map(({ score }) => score)).toEqual([0.3, 0.31, 0.35]);
    expect(survivors('roc-auc', arms, 2, 4).map(({ score }) => score)).toEqual([0.5]);
    expect(survivors('log-loss', arms, 2, 2).map(({ score }) => score)).toEqual([0.3, 0.31]);
    expect(survivors('log-loss', [], 2, 2)).toEqual([]);
  });

  it('always keeps the best, and no more with a shorter reach', () => {
    fc.assert(
      fc.property(fc.array(arm, { minLength: 1, maxLength: 10 }), fc.integer({ min: 1, max: 5 }), (arms, limit) => {
        const wide = survivors('log-loss', arms, 2, limit);
        const narrow = survivors('log-loss', arms, 0.5, limit);
        expect(wide[0].score).toBe(Math.min(...arms.map(({ score }) => score)));
        expect(wide.slice(0, narrow.length)).toEqual(narrow);
        expect(wide.length).toBeLessThanOrEqual(limit);
      }),
    );
  });
});
