/** A dense numeric matrix, ready for a learner. Missing values are NaN (only for learners that take them). */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Column-major: the value of row r in column c is data[c * rows + r]. */
  readonly data: Float64Array;
  /** A name for each column, for people. */
  readonly names: readonly string[];
  /** For each column, the index of the table's input column that it was made from. */
  readonly source: Int32Array;
}

/** One column of a matrix, as a view. */
export function columnOf(matrix: Matrix, column: number): Float64Array {
  return matrix.data.subarray(column * matrix.rows, (column + 1) * matrix.rows);
}

/** The rows of a matrix as arrays of their own, as libraries of linear algebra take them. */
export function rowsOf(matrix: Matrix): Float64Array[] {
  const { rows, columns, data } = matrix;
  return Array.from({ length: rows }, (_, r) => Float64Array.from({ length: columns }, (_, c) => data[c * rows + r]));
}
