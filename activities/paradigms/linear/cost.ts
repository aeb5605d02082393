import type { ProblemShape } from '../../../contracts/task.js';
import { MOST_GRAM_COLUMNS } from '../../../learning/linear/least-squares.js';

// Iterations of L-BFGS that a fit usually takes.
const ITERATIONS = 100;

/** Operations and bytes of a fit: the Gram matrix for numbers of few columns, else passes over the matrix. */
export function costOf({ task, rows, columns, classes }: ProblemShape): { work: number; bytes: number } {
  const design = 8 * rows * columns;
  if (task === 'regression' && columns <= MOST_GRAM_COLUMNS) {
    return { work: rows * columns * (columns + 8) + columns ** 3, bytes: design + 8 * columns * columns };
  }
  const outputs = classes > 2 ? classes : 1;
  return {
    work: ITERATIONS * rows * outputs * (4 * columns + 20),
    bytes: design + 8 * (24 * outputs * (columns + 1) + 4 * rows),
  };
}
