import type { FitInput } from '../../../training/paradigm/paradigm.js';

/** Weighted mean and standard deviation of a regression's target; 0 and 1 for classes. */
export interface TargetScale {
  mean: number;
  sd: number;
}

export interface Target {
  /** Class codes, or standardised values. */
  y: Float64Array;
  /** Of mean 1 over the rows that have any. */
  weights: Float64Array;
  scale: TargetScale;
  /** Initial biases of the output layer: the logarithms of the class shares, or 0. */
  bias: Float64Array;
}

/** @throws Error if no row has a weight above 0 */
export function targetOf({ y, weights, classes }: Pick<FitInput, 'y' | 'weights' | 'classes'>): Target {
  const given = weights ?? new Float64Array(y.length).fill(1);
  const total = given.reduce((a, b) => a + b, 0);
  const counted = given.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0);
  if (!(total > 0)) throw new Error('no row has a weight above 0');
  const even = given.map((weight) => (weight * counted) / total);
  if (classes > 0) return { y, weights: even, scale: { mean: 0, sd: 1 }, bias: logShares(y, even, classes) };
  const mean = y.reduce((sum, value, r) => sum + (value * given[r]) / total, 0);
  const variance = y.reduce((sum, value, r) => sum + ((value - mean) ** 2 * given[r]) / total, 0);
  const sd = Math.sqrt(variance) > 1e-12 * Math.abs(mean) ? Math.sqrt(variance) : 1;
  return {
    y: y.map((value) => (value - mean) / sd),
    weights: even,
    scale: { mean, sd },
    bias: new Float64Array(1),
  };
}

function logShares(y: Float64Array, weights: Float64Array, classes: number): Float64Array {
  const shares = new Float64Array(classes).fill(1);
  y.forEach((code, r) => (shares[code] += weights[r]));
  return shares.map((share) => Math.log(share / (y.length + classes)));
}
