import type { ProblemShape } from '../../../contracts/task.js';

/**
 * The cost of a trial is mostly that of its predictions. It is estimated for a quarter of the fitted rows (five folds),
 * each compared with all rows, although a tree can save most comparisons.
 */
export function costOf({ rows, columns }: ProblemShape): { work: number; bytes: number } {
  const queries = Math.ceil(rows / 4);
  return {
    work: queries * rows * (2 * columns + 2) + 20 * rows * columns,
    bytes: 3 * 8 * rows * columns + 8 * queries * columns,
  };
}
