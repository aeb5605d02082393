/** Values are cut off here: learners square them and sum the squares, which must stay finite. */
const LARGEST = 1e100;

/** A value within what learners can calculate with, 0 for -0, which JSON does not know; NaN stays NaN. */
export function bounded(value: number): number {
  return value > LARGEST ? LARGEST : value < -LARGEST ? -LARGEST : value + 0;
}
