import { columnOf, type Matrix } from '../arrays/matrix.js';

/** The columns of a matrix, centred and scaled, without those that are constant. */
export interface Design {
  readonly rows: number;
  readonly columns: number;
  /** Column-major. */
  readonly data: Float64Array;
  /** For each column of the design: the matrix column it is, its mean, its standard deviation and what it was divided by. */
  readonly kept: Int32Array;
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  readonly scale: Float64Array;
}

/**
 * Centres the columns of a matrix and divides each by √(variance + ridge): then the Hessian of a loss with an L2
 * penalty of that size has a diagonal of ones, which helps solvers to converge. Columns with no spread beyond rounding
 * are left out.
 *
 * @param weights of the rows, of sum 1
 */
export function designOf(x: Matrix, weights: Float64Array, ridge: number): Design {
  const kept: number[] = [];
  const moments: { mean: number; deviation: number }[] = [];
  for (let j = 0; j < x.columns; j++) {
    const { mean, deviation } = momentsOf(columnOf(x, j), weights);
    if (!(deviation > 1e-10 * Math.abs(mean)) || !Number.isFinite(deviation)) continue;
    kept.push(j);
    moments.push({ mean, deviation });
  }
  const mean = Float64Array.from(moments, (m) => m.mean);
  const deviation = Float64Array.from(moments, (m) => m.deviation);
  const scale = deviation.map((sd) => Math.sqrt(sd * sd + ridge));
  const data = new Float64Array(kept.length * x.rows);
  kept.forEach((column, j) => {
    const from = columnOf(x, column);
    const to = data.subarray(j * x.rows, (j + 1) * x.rows);
    for (let r = 0; r < x.rows; r++) to[r] = (from[r] - mean[j]) / scale[j];
  });
  return { rows: x.rows, columns: kept.length, data, kept: Int32Array.from(kept), mean, deviation, scale };
}

/** Weighted mean and standard deviation. */
export function momentsOf(values: Float64Array, weights: Float64Array): { mean: number; deviation: number } {
  let mean = 0;
  for (let r = 0; r < values.length; r++) mean += weights[r] * values[r];
  let variance = 0;
  for (let r = 0; r < values.length; r++) variance += weights[r] * (values[r] - mean) ** 2;
  return { mean, deviation: Math.sqrt(variance) };
}

/** Weights of sum 1: the given ones, or equal ones where there are none (or all are 0). */
export function unitWeights(weights: Float64Array | null, rows: number): Float64Array {
  const total = weights?.reduce((a, b) => a + b, 0) ?? 0;
  return weights !== null && total > 0 ? weights.map((w) => w / total) : new Float64Array(rows).fill(1 / rows);
}
