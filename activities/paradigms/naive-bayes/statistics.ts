import { columnOf, type Matrix } from '../../../learning/arrays/matrix.js';
import { BINARY, SKIPPED, type Layout } from './layout.js';

/** Sufficient statistics, additive over rows: what a naive Bayes model is estimated from. */
export interface Statistics {
  /** Weight of the rows of each class. */
  rows: Float64Array;
  /** For each column and class [column * classes + class]: weight of the values that are not missing, … */
  weight: Float64Array;
  /** … weighted sum of (value - centre) of a Gaussian column, or weight at the upper value of a two-valued one, … */
  sum: Float64Array;
  /** … and weighted sum of (value - centre)² of a Gaussian column. */
  squares: Float64Array;
}

export function emptyStatistics(columns: number, classes: number): Statistics {
  return {
    rows: new Float64Array(classes),
    weight: new Float64Array(columns * classes),
    sum: new Float64Array(columns * classes),
    squares: new Float64Array(columns * classes),
  };
}

/**
 * The statistics of each fold's rows.
 *
 * @param fold the fold of each row, from 0
 */
export function gather(
  x: Matrix,
  y: Float64Array,
  weights: Float64Array | null,
  classes: number,
  layout: Layout,
  fold: Int32Array,
  folds: number,
  onProgress?: (done: number) => void,
): Statistics[] {
  const parts = Array.from({ length: folds }, () => emptyStatistics(x.columns, classes));
  for (let r = 0; r < x.rows; r++) parts[fold[r]].rows[y[r]] += weights ? weights[r] : 1;
  for (let j = 0; j < x.columns; j++) {
    if (layout.kind[j] === SKIPPED) continue;
    const column = columnOf(x, j);
    const centre = layout.centre[j];
    const binary = layout.kind[j] === BINARY;
    for (let r = 0; r < x.rows; r++) {
      const value = column[r];
      if (Number.isNaN(value)) continue;
      const part = parts[fold[r]];
      const at = j * classes + y[r];
      const weight = weights ? weights[r] : 1;
      const shifted = binary ? (value > centre ? 1 : 0) : value - centre;
      part.weight[at] += weight;
      part.sum[at] += weight * shifted;
      part.squares[at] += weight * shifted * shifted;
    }
    if (j % 64 === 63) onProgress?.((j + 1) / x.columns);
  }
  return parts;
}

/** Adds the statistics of `part` to `total`, in place. */
export function accumulate(total: Statistics, part: Statistics): void {
  for (const name of ['rows', 'weight', 'sum', 'squares'] as const) {
    const into = total[name];
    const from = part[name];
    for (let i = 0; i < into.length; i++) into[i] += from[i];
  }
}
