/**
 * Numbers whose largest absolute value is between these are not scaled. Beyond, squares and sums of squares would
 * overflow or underflow.
 */
const LEAST = 2 ** -250;
const GREATEST = 2 ** 250;
/** No power of two is larger. */
const LARGEST_POWER = 1023;

/**
 * The power of two by which numbers are multiplied before any calculation, so that their squares can be summed; 1
 * unless they are near the limits of doubles. The multiplication is exact, except for results below 10^-307. Missing
 * (NaN) and infinite values do not count.
 *
 * @param rows of the values; all where left out
 */
export function powerOfTwoScale(values: Float64Array, rows?: Int32Array): number {
  let largest = 0;
  const count = rows ? rows.length : values.length;
  for (let i = 0; i < count; i++) {
    const size = Math.abs(values[rows ? rows[i] : i]);
    if (size > largest && size < Infinity) largest = size;
  }
  if (largest === 0 || (largest >= LEAST && largest <= GREATEST)) return 1;
  const exponent = Math.floor(Math.log2(largest));
  return largest > GREATEST ? 2 ** (249 - exponent) : 2 ** Math.min(LARGEST_POWER, -exponent);
}

/** Converts a number back from a unit; at most the largest double. */
export function unscale(value: number, unit: number): number {
  return unit === 1 ? value : Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value / unit));
}
