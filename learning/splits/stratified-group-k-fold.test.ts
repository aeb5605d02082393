import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../random/index.js';
import { stratifiedGroupKFold, singletonClassRows } from './stratified-group-k-fold.js';

const countOf = (values: ArrayLike<number>, value: number): number =>
  Array.from(values).filter((other) => other === value).length;

describe('dealing rows to parts', () => {
  it('shares each class evenly', () => {
    const y = Float64Array.from({ length: 103 }, (_, r) => (r < 70 ? 0 : 1));
    const part = stratifiedGroupKFold({ y, classes: 2, groups: null }, 5, createRandom(2));
    for (const code of [0, 1]) {
      const sizes = [0, 1, 2, 3, 4].map((p) => [...y].filter((own, r) => own === code && part[r] === p).length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  });

  it('shares low and high values', () => {
    const y = Float64Array.from({ length: 50 }, (_, r) => r);
    const part = stratifiedGroupKFold({ y, classes: 0, groups: null }, 5, createRandom(2));
    expect(new Set(part.subarray(0, 5)).size).toBe(5);
    expect([0, 1, 2, 3, 4].map((p) => countOf(part, p))).toEqual([10, 10, 10, 10, 10]);
  });

  it('never parts a group, leaves no part empty, and repeats with its seed', () => {
    const rows = fc.array(fc.tuple(fc.nat(12), fc.nat(2)), { minLength: 2, maxLength: 120 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 2, max: 6 }), fc.boolean(), fc.nat(99), (given, parts, isValues, seed) => {
        const groups = Int32Array.from(given, ([group]) => group);
        const input = { y: Int32Array.from(given, ([, code]) => code), classes: isValues ? 0 : 3, groups };
        const part = stratifiedGroupKFold(input, parts, createRandom(seed));
        const places = new Map<number, number>();
        groups.forEach((group, row) => {
          expect(part[row]).toBe(places.get(group) ?? part[row]);
          places.set(group, part[row]);
        });
        expect(new Set(part).size).toBe(Math.min(parts, places.size));
        expect(stratifiedGroupKFold(input, parts, createRandom(seed))).toEqual(part);
      }),
    );
  });

  it('finds the rows of classes that are in one group only', () => {
    const y = [0, 0, 1, 1, 2, 0];
    expect([...singletonClassRows({ y, classes: 3, groups: null })]).toEqual([0, 0, 0, 0, 1, 0]);
    const groups = Int32Array.of(0, 1, 2, 2, 3, 3);
    expect([...singletonClassRows({ y, classes: 3, groups })]).toEqual([0, 0, 1, 1, 1, 1]);
    expect([...singletonClassRows({ y, classes: 0, groups })]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
