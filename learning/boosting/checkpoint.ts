import type { BinnedTree } from './tree.js';

/**
 * Trees in the form stored in checkpoints: flat arrays, one tree after the other, splits in the order in which they
 * were made. The left child of a split keeps the number of the leaf that was split, the right child gets the next free
 * number, so one number gives both children.
 */
export interface PackedTrees {
  /** How many splits each tree has; it has one leaf more. */
  splits: Int32Array;
  /** For each split, the leaf of its tree that it divided. */
  leaf: Int32Array;
  feature: Int32Array;
  bin: Uint8Array;
  missingLeft: Uint8Array;
  gain: Float64Array;
  /** For each leaf. */
  value: Float64Array;
}

export function packTrees(trees: readonly BinnedTree[]): PackedTrees {
  const splits = Int32Array.from(trees, (tree) => tree.feature.length);
  const total = splits.reduce((a, b) => a + b, 0);
  const packed: PackedTrees = {
    splits,
    leaf: new Int32Array(total),
    feature: new Int32Array(total),
    bin: new Uint8Array(total),
    missingLeft: new Uint8Array(total),
    gain: new Float64Array(total),
    value: new Float64Array(total + trees.length),
  };
  let at = 0;
  trees.forEach((tree, t) => {
    packed.feature.set(tree.feature, at);
    packed.bin.set(tree.bin, at);
    packed.missingLeft.set(tree.missingLeft, at);
    packed.gain.set(tree.gain, at);
    packed.value.set(tree.value, at + t);
    // A child was made after its parent.
    for (let i = tree.left.length - 1; i >= 0; i--)
      packed.leaf[at + i] = tree.left[i] < 0 ? ~tree.left[i] : packed.leaf[at + tree.left[i]];
    at += splits[t];
  });
  return packed;
}

/**
 * Decodes the trees; all values are equal to the last bit.
 *
 * @param features how many features there are
 * @returns null if the arrays are not trees over this number of features
 */
export function unpackTrees(packed: PackedTrees, features: number): BinnedTree[] | null {
  if (!fits(packed, features)) return null;
  const trees: BinnedTree[] = [];
  let at = 0;
  for (const [t, splits] of packed.splits.entries()) {
    const end = at + splits;
    const children = childrenOf(packed.leaf.subarray(at, end));
    if (!children) return null;
    trees.push({
      feature: packed.feature.slice(at, end),
      bin: packed.bin.slice(at, end),
      missingLeft: packed.missingLeft.slice(at, end),
      ...children,
      gain: packed.gain.slice(at, end),
      value: packed.value.slice(at + t, end + t + 1),
    });
    at = end;
  }
  return trees;
}

function fits({ splits, leaf, feature, bin, missingLeft, gain, value }: PackedTrees, features: number): boolean {
  const total = splits.reduce((a, b) => a + b, 0);
  return (
    splits.every((count) => count >= 0) &&
    [leaf, feature, bin, missingLeft, gain].every((array) => array.length === total) &&
    value.length === total + splits.length &&
    feature.every((f) => f >= 0 && f < features)
  );
}

/** Both children of each split, given the leaf that each split divided; null if a leaf did not exist yet. */
function childrenOf(leaf: Int32Array): { left: Int32Array; right: Int32Array } | null {
  const left = new Int32Array(leaf.length);
  const right = new Int32Array(leaf.length);
  // For each leaf, where its parent points to it.
  const sides = [left];
  const parents = [-1];
  for (let node = 0; node < leaf.length; node++) {
    const own = leaf[node];
    if (own < 0 || own > node) return null;
    if (parents[own] >= 0) sides[own][parents[own]] = node;
    left[node] = ~own;
    right[node] = ~(node + 1);
    sides[own] = left;
    parents[own] = node;
    sides.push(right);
    parents.push(node);
  }
  return { left, right };
}
