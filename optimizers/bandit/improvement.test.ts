import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { apportion, armShares, type Arm } from './improvement.js';

const arm = (trials: number, losses: [loss: number, at: number][]): Arm => {
  const [best = null, before = null] = losses.map(([loss, at]) => ({ loss, at }));
  return { paradigm: 'p', trials, best, before };
};

describe('the shares of arms', () => {
  it('are even among equals', () => {
    expect(armShares('log-loss', [arm(1, [[0.5, 1]]), arm(1, [[0.5, 1]])])).toEqual([0.5, 0.5]);
  });

  it('are less for those that lie behind, the further the less', () => {
    const shares = armShares('log-loss', [arm(1, [[0.5, 1]]), arm(1, [[0.6, 1]]), arm(1, [[2, 1]])]);
    expect(shares[0]).toBeGreaterThan(shares[1]);
    expect(shares[1]).toBeGreaterThan(2 * shares[2]);
  });

  it('are less for those that have not improved for long, even for the best of all', () => {
    const [stuck, fresh] = armShares('log-loss', [arm(30, [[0.5, 10]]), arm(1, [[0.55, 1]])]);
    expect(fresh).toBeGreaterThan(4 * stuck);
  });

  it('are more for one behind that catches up fast', () => {
    const best = arm(20, [[0.5, 15]]);
    const fast = arm(10, [[0.55, 10], [0.75, 8]]); // prettier-ignore
    const slow = arm(10, [[0.55, 10], [0.5501, 8]]); // prettier-ignore
    expect(armShares('log-loss', [best, fast])[1]).toBeGreaterThan(armShares('log-loss', [best, slow])[1]);
  });

  it('are the same for a metric that grows, by what is missing to its best', () => {
    // Losses are negated scores: 0.9 and 0.8 of 1.
    const [first, second] = armShares('accuracy', [arm(1, [[-0.9, 1]]), arm(1, [[-0.8, 1]])]);
    expect(first).toBeGreaterThan(second);
  });

  it('add up to 1, and leave out what was never completed', () => {
    const arms = fc.array(
      fc.record({
        trials: fc.integer({ min: 1, max: 50 }),
        loss: fc.option(fc.double({ min: 0, max: 5, noNaN: true })),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(arms, (made) => {
        const shares = armShares(
          'log-loss',
          made.map(({ trials, loss }) => arm(trials, loss === null ? [] : [[loss, trials]])),
        );
        shares.forEach((share, i) => expect(share >= 0 && (made[i].loss !== null || share === 0)).toBe(true));
        const total = made.some(({ loss }) => loss !== null) ? 1 : 0;
        expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(total);
      }),
    );
  });
});

describe('apportioning', () => {
  it('gives whole trials by largest remainders', () => {
    expect(apportion(10, [0.5, 0.3, 0.2])).toEqual([5, 3, 2]);
    expect(apportion(10, [1, 1, 1])).toEqual([4, 3, 3]);
    expect(apportion(3, [0, 0])).toEqual([0, 0]);
  });

  it('gives all of them', () => {
    fc.assert(
      fc.property(
        fc.nat(100),
        fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 1 }),
        (n, shares) => {
          expect(apportion(n, shares).reduce((a, b) => a + b, 0)).toBe(n);
        },
      ),
    );
  });
});
