import type { Point } from '../../../contracts/candidate/space.js';
import type { ProblemShape } from '../../../contracts/task.js';
import { MOST_GRAM_COLUMNS } from '../../../learning/linear/least-squares.js';

/** Operations and bytes of a fit: the Gram matrix for numbers of few columns, else passes over the matrix. */
export function costOf({ task, rows, columns, classes }: ProblemShape, point: Point): { work: number; bytes: number } {
  const design = 8 * rows * columns;
  if (task === 'regression' && columns <= MOST_GRAM_COLUMNS) {
    return { work: rows * columns * (columns + 8) + columns ** 3, bytes: design + 16 * columns * columns };
  }
  const outputs = classes > 2 ? classes : 1;
  return {
    work: iterationsOf(point) * rows * outputs * (4 * columns + 20),
    bytes: design + 8 * (27 * outputs * (columns + 1) + 4 * rows),
  };
}

/** Iterations of L-BFGS as measured on six data sets: 18 at a penalty of 0.1, 100 at 1e-4, twice that with an L1 norm. */
function iterationsOf({ penalty, norm }: Point): number {
  return Math.min(1000, (norm === 'l2' ? 10 : 20) * (penalty as number) ** -0.25);
}
