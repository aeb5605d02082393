import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded stream of random numbers (xoroshiro128+). One seed, one stream; never shared between purposes. */
export interface Random {
  /** Uniform in [0, 1). */
  float(): number;
  /** Uniform integer in [0, below). */
  below(below: number): number;
  /** Standard normal. */
  normal(): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of the items, each as likely. */
  pick<T>(items: readonly T[]): T;
  /** Shuffles in place (Fisher-Yates) and returns its argument. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T;
  /** The state of the stream: four 32-bit integers that determine all further numbers. */
  state(): number[];
  /**
   * Sets the state of the stream.
   *
   * @throws Error for another number of integers than four
   */
  restore(state: readonly number[]): void;
}

/**
 * A stream of random numbers, at its start.
 *
 * @param seed 32-bit integer, see `deriveSeed`.
 */
export function createRandom(seed: number): Random {
  let generator = xoroshiro128plus(seed | 0);
  const float = (): number => uniformFloat64(generator);
  const below = (limit: number): number => uniformInt(generator, 0, limit - 1);
  return {
    float,
    below,
    // Box-Muller (1958); 1 - u keeps the logarithm finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - float())) * Math.cos(2 * Math.PI * float()),
    chance: (probability) => float() < probability,
    pick: (items) => items[below(items.length)],
    shuffle: (items) => {
      for (let i = items.length - 1; i > 0; i--) {
        const j = below(i + 1);
        const held = items[i];
        (items as { [index: number]: unknown })[i] = items[j];
        (items as { [index: number]: unknown })[j] = held;
      }
      return items;
    },
    state: () => [...generator.getState()],
    restore: (state) => {
      generator = xoroshiro128plusFromState(state);
    },
  };
}
