import type { Points } from './points.js';

/** Most points ranked in one call: with few columns they fit into the first-level cache. */
export const BLOCK = 256;

/**
 * ranks[r] and ranks[BLOCK + r]: ½|p|² - q·p of point from + r and queries a and b. Terms are taken away in the order of
 * the coordinates, four points at a time or one, so that equal points have equal ranks.
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
  const qa = a * d;
  const qb = b * d;
  let i = from;
  for (; i + 3 < to; i += 4) fourProducts(data, i, d, queries.data, qa, qb, halfNorms, ranks, i - from);
  for (; i < to; i++) {
    let ra = halfNorms[i];
    let rb = ra;
    for (let j = 0; j < d; j++) {
      ra -= queries.data[qa + j] * data[i * d + j];
      rb -= queries.data[qb + j] * data[i * d + j];
    }
    ranks[i - from] = ra;
    ranks[BLOCK + i - from] = rb;
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
  const qa = a * d;
  const qb = b * d;
  let i = from;
  for (; i + 3 < to; i += 4) fourDistances(data, i, d, queries.data, qa, qb, ranks, i - from);
  for (; i < to; i++) {
    let ra = 0;
    let rb = 0;
    for (let j = 0; j < d; j++) {
      ra += Math.abs(queries.data[qa + j] - data[i * d + j]);
      rb += Math.abs(queries.data[qb + j] - data[i * d + j]);
    }
    ranks[i - from] = ra;
    ranks[BLOCK + i - from] = rb;
  }
}

/** The ranks of points first … first + 3 for two queries: eight sums that stay in registers. */
function fourProducts(
  data: Float64Array,
  first: number,
  d: number,
  q: Float64Array,
  qa: number,
  qb: number,
  halfNorms: Float64Array,
  out: Float64Array,
  at: number,
): void {
  let a0 = halfNorms[first];
  let a1 = halfNorms[first + 1];
  let a2 = halfNorms[first + 2];
  let a3 = halfNorms[first + 3];
  let b0 = a0;
  let b1 = a1;
  let b2 = a2;
  let b3 = a3;
  const p0 = first * d;
  const p1 = p0 + d;
  const p2 = p1 + d;
  const p3 = p2 + d;
  for (let j = 0; j < d; j++) {
    const va = q[qa + j];
    const vb = q[qb + j];
    a0 -= va * data[p0 + j];
    a1 -= va * data[p1 + j];
    a2 -= va * data[p2 + j];
    a3 -= va * data[p3 + j];
    b0 -= vb * data[p0 + j];
    b1 -= vb * data[p1 + j];
    b2 -= vb * data[p2 + j];
    b3 -= vb * data[p3 + j];
  }
  write(out, at, a0, a1, a2, a3);
  write(out, BLOCK + at, b0, b1, b2, b3);
}

/** As fourProducts, for sums of absolute differences. */
function fourDistances(
  data: Float64Array,
  first: number,
  d: number,
  q: Float64Array,
  qa: number,
  qb: number,
  out: Float64Array,
  at: number,
): void {
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  const p0 = first * d;
  const p1 = p0 + d;
  const p2 = p1 + d;
  const p3 = p2 + d;
  for (let j = 0; j < d; j++) {
    const va = q[qa + j];
    const vb = q[qb + j];
    a0 += Math.abs(va - data[p0 + j]);
    a1 += Math.abs(va - data[p1 + j]);
    a2 += Math.abs(va - data[p2 + j]);
    a3 += Math.abs(va - data[p3 + j]);
    b0 += Math.abs(vb - data[p0 + j]);
    b1 += Math.abs(vb - data[p1 + j]);
    b2 += Math.abs(vb - data[p2 + j]);
    b3 += Math.abs(vb - data[p3 + j]);
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
