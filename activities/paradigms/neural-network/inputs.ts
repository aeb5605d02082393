import { columnOf, type Matrix } from '../../../learning/arrays/matrix.js';

/** How each matrix column enters the network. */
export interface InputScale {
  centre: Float64Array;
  /** The factor of a value's distance from the centre; 0 for constant columns. */
  factor: Float64Array;
}

/** Distances beyond about this many standard deviations are compressed, so that outliers do not dominate. */
const SOFT_LIMIT = 4;

/** Standardises each column; those of zeros and ones (levels of a category) stay as they are. */
export function fitInputs(x: Matrix): InputScale {
  const centre = new Float64Array(x.columns);
  const factor = new Float64Array(x.columns);
  for (let j = 0; j < x.columns; j++) {
    const column = columnOf(x, j);
    const mean = column.reduce((sum, value) => sum + value / column.length, 0);
    const variance = column.reduce((sum, value) => sum + (value - mean) ** 2 / column.length, 0);
    const sd = Math.sqrt(variance);
    // A smaller spread than the rounding error of a constant counts as none.
    if (!(sd > 1e-12 * Math.abs(mean)) || !Number.isFinite(sd)) continue;
    const levels = column.every((value) => value === 0 || value === 1);
    centre[j] = levels ? 0 : mean;
    factor[j] = levels ? 1 : 1 / sd;
  }
  return { centre, factor };
}

/**
 * The network's input: row-major, scaled, then smoothly clipped to ±limit (Holzmüller et al., Better by Default, 2024).
 */
export function scaleInputs(x: Matrix, { centre, factor }: InputScale): Float32Array {
  const { rows, columns } = x;
  const out = new Float32Array(rows * columns);
  for (let j = 0; j < columns; j++) {
    const column = columnOf(x, j);
    for (let r = 0; r < rows; r++) {
      // Bounded first, so that no square overflows.
      const value = Math.min(1e6, Math.max(-1e6, ((column[r] - centre[j]) * factor[j]) / SOFT_LIMIT));
      out[r * columns + j] = (SOFT_LIMIT * value) / Math.sqrt(1 + value * value);
    }
  }
  return out;
}
