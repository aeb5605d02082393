import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../random/index.js';
import { columnGenetics } from './columns.js';

const setOf = fc.uniqueArray(fc.nat(200), { minLength: 1, maxLength: 40 }).map((set) => set.sort((a, b) => a - b));

describe('the genetics of column sets', () => {
  it('stays within the columns, in order, and never keeps none', () => {
    fc.assert(
      fc.property(setOf, fc.nat(), fc.double({ min: 0.01, max: 1, noNaN: true }), (all, seed, strength) => {
        const genetics = columnGenetics(all);
        const random = createRandom(seed);
        const a = genetics.sample(random);
        const b = genetics.mutate(a, strength, random);
        for (const columns of [a, b, genetics.crossover(a, b, random)]) {
          expect(columns.length).toBeGreaterThan(0);
          expect(columns).toEqual(all.filter((column) => columns.includes(column)));
        }
      }),
    );
  });

  it('leaves alone what both parents agree on', () => {
    const genetics = columnGenetics([1, 2, 3, 4]);
    const random = createRandom(1);
    for (let i = 0; i < 20; i++) {
      const child = genetics.crossover([1, 2], [1, 3], random);
      expect(child).toContain(1);
      expect(child).not.toContain(4);
    }
  });

  it('puts all columns and none one unit apart', () => {
    const all = Array.from({ length: 50 }, (_, i) => i);
    const genetics = columnGenetics(all);
    const [full, empty] = [genetics.encode(all), genetics.encode([])];
    expect(Math.hypot(...full.map((value, i) => value - empty[i]))).toBeCloseTo(1);
  });
});
