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

/** The rows of a matrix as separate arrays, the form that linear algebra libraries take. */
export function rowsOf(matrix: Matrix): Float64Array[] {
  const { rows, columns, data } = matrix;
  return Array.from({ length: rows }, (_, r) => Float64Array.from({ length: columns }, (_, c) => data[c * rows + r]));
}

/** A copy of the first rows of a matrix, `most` at most. */
export function firstRows({ rows, columns, data, names, source }: Matrix, most: number): Matrix {
  const count = Math.min(rows, most);
  const first = new Float64Array(count * columns);
  for (let c = 0; c < columns; c++) first.set(data.subarray(c * rows, c * rows + count), c * count);
  return { rows: count, columns, data: first, names, source };
}
