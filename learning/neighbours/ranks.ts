import type { Points } from './points.js';

/** Points ranked in one call at most: those of few columns stay in the first-level cache. */
export const BLOCK = 256;

/**
 * ranks[i] and ranks[BLOCK + i]: ½|p|² - q·p of point from + i and queries a and b. The last points of a block, fewer
 * than four, take single steps in the same order of sums, so that equal points have equal ranks.
 */
export function euclideanRanks(
  points: Points,
  from: number,
  to: number,
  queries: Points,
  a: number,
  b: number,
  halfNorms: Float64Array,
  ranks: Float64Array,
): void {
  const { dimensions: d, data } = points;
  const [qa, qb] = [a * d, b * d];
  let i = from;
  for (; i + 3 < to; i += 4) fourProducts(data, i * d, d, queries.data, qa, qb, ranks, i - from);
  for (; i < to; i++) {
    ranks[i - from] = 0;
    ranks[BLOCK + i - from] = 0;
    for (let j = 0; j < d; j++) {
      ranks[i - from] += queries.data[qa + j] * data[i * d + j];
      ranks[BLOCK + i - from] += queries.data[qb + j] * data[i * d + j];
    }
  }
  for (i = 0; i < to - from; i++) {
    ranks[i] = halfNorms[from + i] - ranks[i];
    ranks[BLOCK + i] = halfNorms[from + i] - ranks[BLOCK + i];
  }
}

/** As euclideanRanks, for sums of absolute differences. */
export function manhattanRanks(
  points: Points,
  from: number,
  to: number,
  queries: Points,
  a: number,
  b: number,
  ranks: Float64Array,
): void {
  const { dimensions: d, data } = points;
  const [qa, qb] = [a * d, b * d];
  let i = from;
  for (; i + 3 < to; i += 4) fourDistances(data, i * d, d, queries.data, qa, qb, ranks, i - from);
  for (; i < to; i++) {
    ranks[i - from] = 0;
    ranks[BLOCK + i - from] = 0;
    for (let j = 0; j < d; j++) {
      ranks[i - from] += Math.abs(queries.data[qa + j] - data[i * d + j]);
      ranks[BLOCK + i - from] += Math.abs(queries.data[qb + j] - data[i * d + j]);
    }
  }
}

/** Products of two queries with four points whose coordinates start at `p`: eight sums that stay in registers. */
function fourProducts(
  data: Float64Array,
  p: number,
  d: number,
  q: Float64Array,
  qa: number,
  qb: number,
  out: Float64Array,
  at: number,
): void {
  let [a0, a1, a2, a3, b0, b1, b2, b3] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let j = 0; j < d; j++) {
    const va = q[qa + j];
    const vb = q[qb + j];
    const v0 = data[p + j];
    const v1 = data[p + d + j];
    const v2 = data[p + 2 * d + j];
    const v3 = data[p + 3 * d + j];
    a0 += va * v0;
    a1 += va * v1;
    a2 += va * v2;
    a3 += va * v3;
    b0 += vb * v0;
    b1 += vb * v1;
    b2 += vb * v2;
    b3 += vb * v3;
  }
  write(out, at, a0, a1, a2, a3);
  write(out, BLOCK + at, b0, b1, b2, b3);
}

/** As fourProducts, for sums of absolute differences. */
function fourDistances(
  data: Float64Array,
  p: number,
  d: number,
  q: Float64Array,
  qa: number,
  qb: number,
  out: Float64Array,
  at: number,
): void {
  let [a0, a1, a2, a3, b0, b1, b2, b3] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let j = 0; j < d; j++) {
    const va = q[qa + j];
    const vb = q[qb + j];
    const v0 = data[p + j];
    const v1 = data[p + d + j];
    const v2 = data[p + 2 * d + j];
    const v3 = data[p + 3 * d + j];
    a0 += Math.abs(va - v0);
    a1 += Math.abs(va - v1);
    a2 += Math.abs(va - v2);
    a3 += Math.abs(va - v3);
    b0 += Math.abs(vb - v0);
    b1 += Math.abs(vb - v1);
    b2 += Math.abs(vb - v2);
    b3 += Math.abs(vb - v3);
  }
  write(out, at, a0, a1, a2, a3);
  write(out, BLOCK + at, b0, b1, b2, b3);
}

function write(out: Float64Array, at: number, v0: number, v1: number, v2: number, v3: number): void {
  out[at] = v0;
  out[at + 1] = v1;
  out[at + 2] = v2;
  out[at + 3] = v3;
}
