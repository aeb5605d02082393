import type { Design } from './design.js';

// Rows of a block: four columns of it stay in the first-level cache.
const BLOCK = 512;

/** XᵀWX of a design: row-major, columns × columns, both triangles. `weights` of the rows, of sum 1. */
export function gramOf(design: Design, weights: Float64Array, onProgress?: (done: number) => void): Float64Array {
  const { rows, columns, data } = design;
  const gram = new Float64Array(columns * columns);
  const weighted = new Float64Array(BLOCK);
  for (let from = 0; from < rows; from += BLOCK) {
    const count = Math.min(BLOCK, rows - from);
    for (let i = 0; i < columns; i++) {
      for (let r = 0; r < count; r++) weighted[r] = weights[from + r] * data[i * rows + from + r];
      addRow(data, rows, from, count, weighted, i, columns, gram);
    }
    onProgress?.((from + count) / rows);
  }
  for (let i = 0; i < columns; i++) for (let j = 0; j < i; j++) gram[j * columns + i] = gram[i * columns + j];
  return gram;
}

/** gram[i, 0 … i] += products of the weighted column with the columns before it and itself. */
function addRow(
  data: Float64Array,
  rows: number,
  from: number,
  count: number,
  weighted: Float64Array,
  i: number,
  columns: number,
  gram: Float64Array,
): void {
  let j = 0;
  for (; j + 3 <= i; j += 4) {
    const c0 = j * rows + from;
    const c1 = c0 + rows;
    const c2 = c1 + rows;
    const c3 = c2 + rows;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let r = 0; r < count; r++) {
      const value = weighted[r];
      s0 += value * data[c0 + r];
      s1 += value * data[c1 + r];
      s2 += value * data[c2 + r];
      s3 += value * data[c3 + r];
    }
    const at = i * columns + j;
    gram[at] += s0;
    gram[at + 1] += s1;
    gram[at + 2] += s2;
    gram[at + 3] += s3;
  }
  for (; j <= i; j++) {
    let sum = 0;
    for (let r = 0; r < count; r++) sum += weighted[r] * data[j * rows + from + r];
    gram[i * columns + j] += sum;
  }
}
