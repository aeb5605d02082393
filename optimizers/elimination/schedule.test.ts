import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isSettled, nextSize, sizesToTry } from './schedule.js';

describe('elimination schedule', () => {
  it('drops a share of many columns and one of few', () => {
    expect([2000, 57, 30, 10, 8, 2].map(nextSize)).toEqual([1000, 40, 24, 8, 7, 1]);
  });

  it('starts with the columns that the model used', () => {
    expect(sizesToTry(2000, 0, 50, 3)).toEqual([50, 35, 25]);
  });

  it('divides what lies above too small a size', () => {
    expect(sizesToTry(100, 25, 100, 1)).toEqual([50]);
    expect(sizesToTry(3, 2, 3, 3)).toEqual([]);
  });

  it('gives distinct sizes in falling order, all strictly between floor and size', () => {
    const sizes = fc
      .integer({ min: 1, max: 3000 })
      .chain((size) =>
        fc.tuple(
          fc.constant(size),
          fc.nat({ max: size - 1 }),
          fc.integer({ min: 1, max: size }),
          fc.integer({ min: 1, max: 5 }),
        ),
      );
    fc.assert(
      fc.property(sizes, ([size, floor, used, count]) => {
        const tried = sizesToTry(size, floor, used, count);
        expect(tried.length).toBeLessThanOrEqual(count);
        expect([...new Set(tried)].sort((a, b) => b - a)).toEqual(tried);
        expect(tried.every((next) => Number.isInteger(next) && next > floor && next < size)).toBe(true);
        if (floor === 0 && size > 1) expect(tried.length).toBeGreaterThan(0);
      }),
    );
  });

  it('always comes to an end, whichever sizes are good', () => {
    const smallestGood = fc.integer({ min: 1, max: 3000 });
    fc.assert(
      fc.property(smallestGood, fc.nat(2000), (enough, more) => {
        let good = enough + more;
        let floor = 0;
        for (let step = 0; step < 60; step++) {
          const [next] = isSettled(good, floor, 2) ? [] : sizesToTry(good, floor, good, 1);
          if (next === undefined) break;
          if (next >= enough) good = next;
          else floor = next;
        }
        expect(good).toBeLessThanOrEqual(Math.ceil(enough * 1.12) + 1);
      }),
    );
  });
});
