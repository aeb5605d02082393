import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRandom, type Random } from './index.js';

/** Draws of every kind. */
const draws = (random: Random): unknown[] => [
  random.float(),
  random.below(7),
  random.normal(),
  random.chance(0.5),
  random.pick(['a', 'b', 'c']),
  random.shuffle([1, 2, 3, 4, 5]),
];

describe('a stream of random numbers', () => {
  it('goes on from its state as if it had never stopped, whatever has become of it since', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(20), fc.integer(), (seed, before, other) => {
        const random = createRandom(seed);
        for (let i = 0; i < before; i++) random.below(3 + i);
        const state = JSON.parse(JSON.stringify(random.state())) as number[];
        const expected = draws(random);
        const restored = createRandom(other);
        for (const stream of [random, restored]) {
          stream.restore(state);
          expect(draws(stream)).toEqual(expected);
        }
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('has a state of four integers of 32 bits', () => {
    const state = createRandom(-5).state();
    expect(state).toHaveLength(4);
    state.forEach((part) => expect(part).toBe(part | 0));
    expect(() => createRandom(1).restore([1, 2])).toThrow();
  });
});
