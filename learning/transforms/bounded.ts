/** Values are clipped here, so that sums of their squares stay finite. */
const LARGEST = 1e100;

/** A value clipped to the range that learners can use; 0 for -0, which JSON does not have; NaN stays NaN. */
export function bounded(value: number): number {
  return value > LARGEST ? LARGEST : value < -LARGEST ? -LARGEST : value + 0;
}
