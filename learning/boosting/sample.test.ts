import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../random/index.js';
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
