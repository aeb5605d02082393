import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../random/index.js';
import { stratifiedParts } from './folds.js';
import { sampleOf } from './sample.js';

describe('a sample', () => {
  it('and the others are all the items, in order', () => {
    const items = Int32Array.from({ length: 50 }, (_, i) => 3 * i);
    const { chosen, others } = sampleOf(items, 0.3, createRandom(5));
    expect(chosen).toHaveLength(15);
    expect(Array.from(chosen)).toEqual(Array.from(chosen).sort((a, b) => a - b));
    expect([...chosen, ...others].sort((a, b) => a - b)).toEqual(Array.from(items));
  });

  it('holds at least one item', () => {
    expect(sampleOf(Int32Array.of(4, 9), 0.01, createRandom(1)).chosen).toHaveLength(1);
  });
});

describe('stratified parts', () => {
  it('share each class evenly', () => {
    const y = Float64Array.from({ length: 100 }, (_, r) => (r < 70 ? 0 : 1));
    const part = stratifiedParts(y, 2, 5, createRandom(2));
    for (let p = 0; p < 5; p++) {
      const own = [...y].filter((_, r) => part[r] === p);
      expect(own).toHaveLength(20);
      expect(own.filter((label) => label === 1)).toHaveLength(6);
    }
  });

  it('share low and high values', () => {
    const y = Float64Array.from({ length: 50 }, (_, r) => r);
    const part = stratifiedParts(y, 0, 5, createRandom(2));
    const lowest = new Set([...part.subarray(0, 5)]);
    expect(lowest.size).toBe(5);
  });
});
