import type { ProblemShape } from '../../../contracts/task.js';

/**
 * A fit costs little: what a trial pays is the predictions that follow it. They are priced as for a quarter as many rows
 * as were fitted (five folds), each compared with all, though a tree may spare most of it.
 */
export function costOf({ rows, columns }: ProblemShape): { work: number; bytes: number } {
  const queries = Math.ceil(rows / 4);
  return {
    work: queries * rows * (2 * columns + 2) + 20 * rows * columns,
    bytes: 3 * 8 * rows * columns + 8 * queries * columns,
  };
}
