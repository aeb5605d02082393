import type { Matrix } from '../arrays/matrix.js';
import { addTree, type Forest } from './forest.js';

/** Predictions for each row of the trees that were not grown on it. */
export interface OutOfBag {
  /** Sums over trees, row-major: rows × max(1, classes). */
  readonly sums: Float64Array;
  /** For each row, the number of trees in its sum. */
  readonly trees: Int32Array;
}

export function emptyBag(rows: number, classes: number): OutOfBag {
  return { sums: new Float64Array(rows * Math.max(1, classes)), trees: new Int32Array(rows) };
}

/**
 * Adds a tree's predictions for the rows that were not drawn for it. @param width numbers a row, see `OutOfBag.sums`
 */
export function addOutOfBag(bag: OutOfBag, tree: Forest, x: Matrix, drawn: Float64Array, width: number): void {
  const rows = new Int32Array(x.rows);
  let count = 0;
  for (let r = 0; r < x.rows; r++) if (drawn[r] === 0) rows[count++] = r;
  if (count === 0) return;
  const left = rows.subarray(0, count);
  addTree(tree, 0, x, left, new Int32Array(count), bag.sums, width);
  for (let i = 0; i < count; i++) bag.trees[left[i]]++;
}
