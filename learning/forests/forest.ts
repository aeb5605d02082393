import type { Matrix } from '../arrays/matrix.js';
import type { TreeNodes } from '../trees/nodes.js';

/** Fitted trees one after the other, each in preorder: a split's left child follows it directly. */
export interface Forest {
  /** The number of each tree's first node. */
  readonly roots: Int32Array;
  /** A split's column; for a leaf, -1 less its number. */
  readonly feature: Int32Array;
  /** Values up to it go left. */
  readonly threshold: Float64Array;
  readonly right: Int32Array;
  /** 1 where missing values go left. */
  readonly missingLeft: Uint8Array;
  /** Leaf by leaf: class probabilities, or one value. */
  readonly values: Float64Array | Float32Array;
}

/** One tree of a forest, with nodes and leaves numbered from 0; fields that only splits have are 0 for leaves. */
export function packTree(nodes: TreeNodes, values: Float64Array): Forest {
  const { count, width } = nodes;
  const feature = nodes.feature.slice(0, count);
  const threshold = nodes.threshold.slice(0, count);
  const right = nodes.right.slice(0, count);
  const missingLeft = nodes.missingLeft.slice(0, count);
  const leafValues = new Float64Array(((count + 1) / 2) * width);
  let leaves = 0;
  for (let node = 0; node < count; node++) {
    if (feature[node] >= 0) continue;
    for (let k = 0; k < width; k++) leafValues[leaves * width + k] = values[node * width + k];
    feature[node] = -1 - leaves++;
    threshold[node] = right[node] = missingLeft[node] = 0;
  }
  return { roots: new Int32Array(1), feature, threshold, right, missingLeft, values: leafValues };
}

/**
 * All trees of these forests, in order. Probabilities are kept in 32 bits, which is precise enough; regression values
 * in 64.
 */
export function joinForests(forests: readonly Forest[], classes: number): Forest {
  const sum = (size: (forest: Forest) => number) => forests.reduce((total, forest) => total + size(forest), 0);
  const nodes = sum((forest) => forest.feature.length);
  const length = sum((forest) => forest.values.length);
  const width = Math.max(1, classes);
  const roots = new Int32Array(sum((forest) => forest.roots.length));
  const feature = new Int32Array(nodes);
  const threshold = new Float64Array(nodes);
  const right = new Int32Array(nodes);
  const missingLeft = new Uint8Array(nodes);
  const values = classes > 0 ? new Float32Array(length) : new Float64Array(length);
  let tree = 0;
  let at = 0;
  let atValue = 0;
  for (const forest of forests) {
    threshold.set(forest.threshold, at);
    missingLeft.set(forest.missingLeft, at);
    values.set(forest.values, atValue);
    for (const root of forest.roots) roots[tree++] = root + at;
    const leaf = atValue / width;
    for (let i = 0; i < forest.feature.length; i++) {
      feature[at + i] = forest.feature[i] < 0 ? forest.feature[i] - leaf : forest.feature[i];
      right[at + i] = forest.right[i] + at;
    }
    at += forest.feature.length;
    atValue += forest.values.length;
  }
  return { roots, feature, threshold, right, missingLeft, values };
}

/** The number of the leaf of tree `tree` that each of the rows falls into. */
function leavesOf(forest: Forest, tree: number, x: Matrix, rows: Int32Array, leaves: Int32Array): void {
  const { feature, threshold, right, missingLeft } = forest;
  const { data, rows: stride } = x;
  const root = forest.roots[tree];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    let node = root;
    let column = feature[node];
    while (column >= 0) {
      const value = data[column * stride + row];
      node = value <= threshold[node] || (value !== value && missingLeft[node] === 1) ? node + 1 : right[node];
      column = feature[node];
    }
    leaves[i] = -1 - column;
  }
}

/** Adds what tree `tree` predicts for the rows to `sums` (row-major, all rows of x × width). */
export function addTree(
  forest: Forest,
  tree: number,
  x: Matrix,
  rows: Int32Array,
  leaves: Int32Array,
  sums: Float64Array,
  width: number,
): void {
  leavesOf(forest, tree, x, rows, leaves);
  const { values } = forest;
  if (width === 1) {
    for (let i = 0; i < rows.length; i++) sums[rows[i]] += values[leaves[i]];
    return;
  }
  for (let i = 0; i < rows.length; i++) {
    const from = leaves[i] * width;
    const to = rows[i] * width;
    for (let k = 0; k < width; k++) sums[to + k] += values[from + k];
  }
}

/** The sums over all trees of what each predicts: row-major, rows × width. */
export function sumTrees(forest: Forest, x: Matrix, width: number): Float64Array {
  const sums = new Float64Array(x.rows * width);
  const rows = Int32Array.from({ length: x.rows }, (_, r) => r);
  const leaves = new Int32Array(x.rows);
  for (let t = 0; t < forest.roots.length; t++) addTree(forest, t, x, rows, leaves, sums, width);
  return sums;
}
