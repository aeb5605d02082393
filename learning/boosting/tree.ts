import type { Features } from './features.js';

/** A tree over features' bins. Nodes are in order of their making; a child below 0 is the leaf ~child. */
export interface BinnedTree {
  feature: Int32Array;
  bin: Uint8Array;
  missingLeft: Uint8Array;
  left: Int32Array;
  right: Int32Array;
  /** Gain of each node's split. */
  gain: Float64Array;
  /** Value of each leaf. */
  value: Float64Array;
}

/** Adds to each row's score the value of the leaf that it falls into. */
export function addTree(tree: BinnedTree, features: Features, rows: Int32Array, scores: Float64Array): void {
  const { feature, bin, missingLeft, left, right, value } = tree;
  if (feature.length === 0) {
    for (let i = 0; i < rows.length; i++) scores[rows[i]] += value[0];
    return;
  }
  const { codes, bins } = features;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    let node = 0;
    while (node >= 0) {
      const f = feature[node];
      const code = codes[f][row];
      const goesLeft = code === bins[f] ? missingLeft[node] === 1 : code <= bin[node];
      node = goesLeft ? left[node] : right[node];
    }
    scores[row] += value[~node];
  }
}
