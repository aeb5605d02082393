import { columnOf, type Matrix } from '../../../learning/arrays/matrix.js';

/** How each column of a matrix is modelled. */
export interface Layout {
  /** For each column: 0 left out (constant), 1 Gaussian, 2 a two-valued column (a level of its group). */
  kind: Uint8Array;
  /** For each two-valued column, the threshold between its values; for a Gaussian column, a value near its mean. */
  centre: Float64Array;
  /** For each two-valued column, the first column of its group; for the others, the column itself. */
  first: Int32Array;
}

export const SKIPPED = 0;
export const GAUSSIAN = 1;
export const BINARY = 2;

/**
 * Finds which columns are constant, which hold two values only, and which of those are the one-hot levels of one input
 * column: levels of a category are modelled together, because independent columns would count the same evidence twice.
 */
export function layoutOf(x: Matrix): Layout {
  const kind = new Uint8Array(x.columns);
  const centre = new Float64Array(x.columns);
  const first = new Int32Array(x.columns);
  const zeroOne = new Uint8Array(x.columns);
  for (let j = 0; j < x.columns; j++) {
    const column = summary(columnOf(x, j));
    kind[j] = column.distinct > 2 ? GAUSSIAN : column.distinct === 2 ? BINARY : SKIPPED;
    centre[j] = column.distinct > 2 ? column.mean : column.low / 2 + column.high / 2;
    first[j] = j;
    zeroOne[j] = column.distinct === 2 && column.low === 0 && column.high === 1 ? 1 : 0;
  }
  joinLevels(x, zeroOne, first);
  return { kind, centre, first };
}

/** Puts the 0/1 columns of one source into one group if no row has two of them. */
function joinLevels(x: Matrix, zeroOne: Uint8Array, first: Int32Array): void {
  const taken = new Uint8Array(x.rows);
  let head = -1;
  for (let j = 0; j < x.columns; j++) {
    if (!zeroOne[j]) continue;
    const column = columnOf(x, j);
    if (head < 0 || x.source[head] !== x.source[j] || overlaps(taken, column)) {
      head = j;
      taken.fill(0);
    }
    first[j] = head;
    for (let r = 0; r < x.rows; r++) if (column[r] === 1) taken[r] = 1;
  }
}

function overlaps(taken: Uint8Array, column: Float64Array): boolean {
  for (let r = 0; r < column.length; r++) if (taken[r] === 1 && column[r] === 1) return true;
  return false;
}

/** Mean, and the count of distinct values up to 3 (then `low` and `high` mean nothing). Missing values are left out. */
function summary(column: Float64Array): { distinct: number; mean: number; low: number; high: number } {
  let low = NaN;
  let high = NaN;
  let distinct = 0;
  let sum = 0;
  let count = 0;
  for (const value of column) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
    if (distinct > 2 || value === low || value === high) continue;
    distinct++;
    if (distinct === 1) low = high = value;
    else if (value < low) low = value;
    else high = value;
  }
  return { distinct, mean: count > 0 ? sum / count : 0, low, high };
}
