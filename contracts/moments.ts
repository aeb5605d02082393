/** The mean; also of numbers whose sum is too large for a double. */
export function meanOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Number.isFinite(mean) ? mean : values.reduce((sum, value) => sum + value / values.length, 0);
}

/**
 * The standard deviation; also of numbers whose squares are too large for a double.
 *
 * @param freedom degrees of freedom, the divisor of the sum of squares: the number of values, or one less
 */
export function deviationOf(values: readonly number[], mean: number, freedom: number): number {
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / freedom);
  if (Number.isFinite(deviation)) return deviation;
  const half = Math.hypot(...values.map((value) => value / 2 - mean / 2)) / Math.sqrt(freedom);
  return Math.min(Number.MAX_VALUE, 2 * half);
}
