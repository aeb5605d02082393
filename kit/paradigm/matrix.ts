import type { Matrix } from '../../learning/arrays/matrix.js';

/** A matrix from its rows; every column comes from a source of its own unless `source` is given. */
export function matrixOf(rows: readonly (readonly number[])[], source?: readonly number[]): Matrix {
  const columns = rows[0].length;
  const data = new Float64Array(rows.length * columns);
  rows.forEach((row, r) => row.forEach((value, c) => (data[c * rows.length + r] = value)));
  return {
    rows: rows.length,
    columns,
    data,
    names: Array.from({ length: columns }, (_, c) => `x${c}`),
    source: Int32Array.from(source ?? Array.from({ length: columns }, (_, c) => c)),
  };
}
