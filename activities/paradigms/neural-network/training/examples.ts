import type { Targets } from '../network/loss.js';

/** Training or validation rows. */
export interface Examples extends Targets {
  /** Row-major, rows × inputs. */
  x: Float32Array;
  inputs: number;
}

/** The examples of these rows, in this order. */
export function examplesAt({ x, y, weights, inputs }: Examples, rows: Int32Array): Examples {
  const out = new Float32Array(rows.length * inputs);
  rows.forEach((row, i) => out.set(x.subarray(row * inputs, (row + 1) * inputs), i * inputs));
  return {
    x: out,
    inputs,
    y: Float64Array.from(rows, (row) => y[row]),
    weights: Float64Array.from(rows, (row) => weights[row]),
  };
}
