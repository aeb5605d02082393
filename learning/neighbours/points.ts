import type { Matrix } from '../arrays/matrix.js';

/** Points of a space with a metric. */
export interface Points {
  readonly count: number;
  readonly dimensions: number;
  /** Row-major: coordinate j of point i is data[i * dimensions + j]. */
  readonly data: Float64Array;
}

export type Metric = 'euclidean' | 'manhattan';

/** The rows of a matrix as points, less a centre; those of `rows` only, in its order, where given. */
export function pointsOf(x: Matrix, centre: Float64Array, rows?: Int32Array): Points {
  const count = rows ? rows.length : x.rows;
  const data = new Float64Array(count * x.columns);
  for (let j = 0; j < x.columns; j++) {
    const column = j * x.rows;
    for (let i = 0; i < count; i++) data[i * x.columns + j] = x.data[column + (rows ? rows[i] : i)] - centre[j];
  }
  return { count, dimensions: x.columns, data };
}

/** The distance of point a of `from` to point b of `to`; squared where Euclidean. */
export function reducedDistance(from: Points, a: number, to: Points, b: number, metric: Metric): number {
  const { dimensions } = from;
  const at = a * dimensions;
  const other = b * dimensions;
  let sum = 0;
  if (metric === 'euclidean') {
    for (let j = 0; j < dimensions; j++) {
      const difference = from.data[at + j] - to.data[other + j];
      sum += difference * difference;
    }
  } else {
    for (let j = 0; j < dimensions; j++) sum += Math.abs(from.data[at + j] - to.data[other + j]);
  }
  return sum;
}

/** The nearest points of each query: row-major, queries × k, nearest first; distances as the metric has them. */
export interface Neighbours {
  k: number;
  indices: Int32Array;
  distances: Float64Array;
}
