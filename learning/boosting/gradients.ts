/**
 * Gradients and Hessians as integers packed into one number: gradient × radix + Hessian. One addition sums both, sums
 * are exact in any order, and the histogram of a sibling is exactly that of the parent minus that of the other child.
 */
export interface PackedGradients {
  /** One number for each row of the matrix; only the sampled rows' are set. */
  readonly values: Float64Array;
  /** A power of two, more than twice any sum of Hessians. */
  radix: number;
  /** Integer units of a gradient and of a Hessian of 1. */
  gradientScale: number;
  hessianScale: number;
  /** The sum over the sampled rows. */
  total: number;
}

/** Bits of the sum of Hessians, where they differ. */
const HESSIAN_BITS = 25;
/** Bits of a packed sum: two fewer than a double's, for the sign and for rounding. */
const PACKED_BITS = 51;

export function emptyGradients(rows: number): PackedGradients {
  return { values: new Float64Array(rows), radix: 1, gradientScale: 1, hessianScale: 1, total: 0 };
}

/**
 * Quantises the sampled rows' gradients (Shi et al. 2022, Quantized Training of Gradient Boosting Decision Trees).
 * Rounding errors are carried over to the next row, so that they cancel within any run of rows; a Hessian is at least
 * one unit, so that a sum of 0 means no rows.
 *
 * @param sample row numbers, fewer than 2^24
 * @param constantHessian whether all Hessians are equal; they then count rows
 */
export function packGradients(
  gradients: Float64Array,
  hessians: Float64Array,
  sample: Int32Array,
  constantHessian: boolean,
  out: PackedGradients,
): void {
  let magnitude = 0;
  let weight = 0;
  for (let i = 0; i < sample.length; i++) {
    magnitude += Math.abs(gradients[sample[i]]);
    weight += hessians[sample[i]];
  }
  // Rounding up may add a unit a row, and the radix is to be more than twice the sum.
  const bits = constantHessian ? 33 - Math.clz32(sample.length) : HESSIAN_BITS + 2;
  out.radix = 2 ** bits;
  out.gradientScale = magnitude > 0 ? 2 ** (PACKED_BITS - bits) / magnitude : 1;
  out.hessianScale = constantHessian ? sample.length / weight : weight > 0 ? 2 ** HESSIAN_BITS / weight : 1;
  out.total = constantHessian ? packWithCounts(gradients, sample, out) : packPairs(gradients, hessians, sample, out);
}

function packWithCounts(gradients: Float64Array, sample: Int32Array, out: PackedGradients): number {
  const { values, radix, gradientScale } = out;
  let carry = 0;
  let total = 0;
  for (let i = 0; i < sample.length; i++) {
    const row = sample[i];
    const exact = gradients[row] * gradientScale + carry;
    const rounded = Math.floor(exact + 0.5);
    carry = exact - rounded;
    const value = rounded * radix + 1;
    values[row] = value;
    total += value;
  }
  return total;
}

function packPairs(gradients: Float64Array, hessians: Float64Array, sample: Int32Array, out: PackedGradients): number {
  const { values, radix, gradientScale, hessianScale } = out;
  let carry = 0;
  let total = 0;
  for (let i = 0; i < sample.length; i++) {
    const row = sample[i];
    const exact = gradients[row] * gradientScale + carry;
    const rounded = Math.floor(exact + 0.5);
    carry = exact - rounded;
    const value = rounded * radix + Math.floor(hessians[row] * hessianScale) + 1;
    values[row] = value;
    total += value;
  }
  return total;
}
