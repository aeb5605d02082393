import { columnOf, type Matrix } from '../arrays/matrix.js';
import type { Features } from './features.js';
import type { BinnedTree } from './tree.js';

/**
 * Trees over a matrix's values, in flat arrays. Nodes of all trees follow one another, as do their leaves; a child below
 * 0 is the leaf ~child. Tree t adds to output t mod outputs.
 */
export interface Ensemble {
  /** Score of each output before any tree. */
  initial: Float64Array;
  /** The root of each tree: a node, or ~leaf for a tree that is one leaf. */
  root: Int32Array;
  column: Int32Array;
  /** Values at most this go left. */
  threshold: Float64Array;
  left: Int32Array;
  right: Int32Array;
  missingLeft: Uint8Array;
  value: Float64Array;
}

/** Translates trees over bins into trees over values. */
export function ensembleOf(
  trees: readonly BinnedTree[],
  initial: Float64Array,
  features: Features,
  edges: readonly Float64Array[],
): Ensemble {
  const nodes = trees.reduce((sum, tree) => sum + tree.feature.length, 0);
  const leaves = trees.reduce((sum, tree) => sum + tree.value.length, 0);
  const out: Ensemble = {
    initial,
    root: new Int32Array(trees.length),
    column: new Int32Array(nodes),
    threshold: new Float64Array(nodes),
    left: new Int32Array(nodes),
    right: new Int32Array(nodes),
    missingLeft: new Uint8Array(nodes),
    value: new Float64Array(leaves),
  };
  let node = 0;
  let leaf = 0;
  trees.forEach((tree, t) => {
    const moved = (child: number): number => (child < 0 ? ~(~child + leaf) : child + node);
    out.root[t] = tree.feature.length > 0 ? node : ~leaf;
    for (let i = 0; i < tree.feature.length; i++) {
      const column = features.columns[tree.feature[i]];
      out.column[node + i] = column;
      // The last bin has no edge: all present values go left.
      out.threshold[node + i] = tree.bin[i] < edges[column].length ? edges[column][tree.bin[i]] : Infinity;
      out.left[node + i] = moved(tree.left[i]);
      out.right[node + i] = moved(tree.right[i]);
      out.missingLeft[node + i] = tree.missingLeft[i];
    }
    out.value.set(tree.value, leaf);
    node += tree.feature.length;
    leaf += tree.value.length;
  });
  return out;
}

const BLOCK = 256;

/** Scores of each row, row-major: rows × outputs. Blocks of rows are transposed, so that a row's values lie together. */
export function scoresOf(ensemble: Ensemble, x: Matrix): Float64Array {
  const outputs = ensemble.initial.length;
  const scores = new Float64Array(x.rows * outputs);
  const used = Int32Array.from(new Set(ensemble.column)).sort();
  const place = new Int32Array(x.columns);
  used.forEach((column, i) => (place[column] = i));
  const position = ensemble.column.map((column) => place[column]);
  const block = new Float64Array(BLOCK * used.length);
  for (let start = 0; start < x.rows; start += BLOCK) {
    const rows = Math.min(BLOCK, x.rows - start);
    used.forEach((column, i) => {
      const values = columnOf(x, column);
      for (let r = 0; r < rows; r++) block[r * used.length + i] = values[start + r];
    });
    const part = scores.subarray(start * outputs, (start + rows) * outputs);
    for (let r = 0; r < rows; r++) part.set(ensemble.initial, r * outputs);
    for (let t = 0; t < ensemble.root.length; t++)
      addScores(ensemble, position, ensemble.root[t], block, used.length, rows, part, outputs, t % outputs);
  }
  return scores;
}

function addScores(
  ensemble: Ensemble,
  position: Int32Array,
  root: number,
  block: Float64Array,
  width: number,
  rows: number,
  scores: Float64Array,
  outputs: number,
  output: number,
): void {
  const { threshold, left, right, missingLeft, value } = ensemble;
  for (let r = 0; r < rows; r++) {
    const base = r * width;
    let node = root;
    while (node >= 0) {
      const v = block[base + position[node]];
      if (v <= threshold[node]) node = left[node];
      else if (v > threshold[node]) node = right[node];
      else node = missingLeft[node] === 1 ? left[node] : right[node];
    }
    scores[r * outputs + output] += value[~node];
  }
}
