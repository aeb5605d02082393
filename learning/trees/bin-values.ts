import { keepBeside } from '../arrays/keep-beside.js';
import { columnOf, type Matrix } from '../arrays/matrix.js';
import { binMatrix, MAX_BINS, MISSING_BIN } from './binning.js';

/** The least and the greatest value in each bin, by column: bin b of column c is at c * (MISSING_BIN + 1) + b. */
export interface BinValues {
  readonly least: Float64Array;
  readonly greatest: Float64Array;
}

/** Of the bins that `binMatrix` makes, MAX_BINS at most. Cached with the matrix. */
export const binValues = keepBeside((x: Matrix): BinValues => {
  const { codes } = binMatrix(x, MAX_BINS);
  const stride = MISSING_BIN + 1;
  const least = new Float64Array(x.columns * stride).fill(Infinity);
  const greatest = new Float64Array(x.columns * stride).fill(-Infinity);
  for (let c = 0; c < x.columns; c++) {
    const values = columnOf(x, c);
    for (let r = 0; r < x.rows; r++) {
      const at = c * stride + codes[c * x.rows + r];
      if (values[r] < least[at]) least[at] = values[r];
      if (values[r] > greatest[at]) greatest[at] = values[r];
    }
  }
  return { least, greatest };
});
