import type { Random } from '../../random/index.js';

/**
 * Deals rows to `parts` parts of about equal size, each with its share of every class, or of low and high values where
 * `classes` is 0.
 *
 * @returns the part of each row
 */
export function stratifiedParts(y: Float64Array, classes: number, parts: number, random: Random): Int32Array {
  const order = random.shuffle(Int32Array.from(y.keys()));
  // Of equal classes the shuffled order stays; values are dealt in neighbourhoods of `parts` rows.
  order.sort((a, b) => y[a] - y[b]);
  const part = new Int32Array(y.length);
  const turn = new Int32Array(parts).map((_, i) => i);
  for (let i = 0; i < order.length; i++) {
    if (classes === 0 && i % parts === 0) random.shuffle(turn);
    part[order[i]] = turn[i % parts];
  }
  return part;
}
