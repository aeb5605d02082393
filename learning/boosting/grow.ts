import type { Features } from './features.js';
import type { PackedGradients } from './gradients.js';
import { buildHistogram, subtractHistogram } from './histogram.js';
import { partition } from './partition.js';
import { bestSplit, NO_SPLIT, type Split, type TreeOptions } from './split.js';
import type { BinnedTree } from './tree.js';

/** A leaf of a growing tree: a run of the grower's rows, and the best way to split it. */
interface Leaf {
  begin: number;
  end: number;
  /** Packed gradients of its rows. */
  sum: number;
  active: Int32Array;
  /** Null once nothing can be split. */
  histogram: Float64Array | null;
  split: Split;
  /** The node above and its side; -1 for the root. */
  parent: number;
  isRight: boolean;
}

/**
 * Grows trees leaf-wise: always the leaf that gains most, until `maxLeaves` (Shi 2007; Ke et al. 2017). Only the
 * smaller child's histogram is summed from rows; its sibling's is the parent's minus it.
 */
export class TreeGrower {
  /** The sampled rows of the last tree, leaf after leaf. */
  readonly rows: Int32Array;
  readonly #features: Features;
  readonly #spare: Int32Array;
  readonly #ordered: Float64Array;
  readonly #usable: Int32Array;
  readonly #free: Float64Array[] = [];
  #leaves: Leaf[] = [];

  constructor(features: Features) {
    this.#features = features;
    this.rows = new Int32Array(features.rows);
    this.#spare = new Int32Array(features.rows);
    this.#ordered = new Float64Array(features.rows);
    this.#usable = new Int32Array(features.columns.length);
  }

  /**
   * @param sample the rows to grow on
   * @param active the features that may be split
   * @returns the tree with all leaf values 0
   */
  grow(sample: Int32Array, active: Int32Array, packed: PackedGradients, options: TreeOptions): BinnedTree {
    this.rows.set(sample);
    const root = this.#leaf(0, sample.length, packed.total, active, -1, false);
    this.#leaves = [root];
    if (sample.length >= 2 * options.minSamplesLeaf) {
      root.histogram = this.#build(root, packed);
      this.#search(root, packed, options);
    }
    // The row counts of leaves are estimates, so only the number of rows itself is a safe bound.
    const tree = emptyTree(Math.min(options.maxLeaves, Math.max(1, sample.length)) - 1);
    let nodes = 0;
    while (this.#leaves.length < options.maxLeaves) {
      const best = bestLeaf(this.#leaves);
      if (best < 0) break;
      this.#split(best, nodes, tree, packed, options);
      nodes++;
    }
    for (const leaf of this.#leaves) this.#release(leaf);
    return trimmed(tree, nodes, this.#leaves.length);
  }

  /** Calls back with each leaf's number and its run of `rows`. */
  forEachLeaf(callback: (leaf: number, begin: number, end: number) => void): void {
    this.#leaves.forEach(({ begin, end }, leaf) => callback(leaf, begin, end));
  }

  #split(index: number, node: number, tree: BinnedTree, packed: PackedGradients, options: TreeOptions): void {
    const leaf = this.#leaves[index];
    const { feature, bin, missingLeft, left: leftSum, gain, active } = leaf.split;
    tree.feature[node] = feature;
    tree.bin[node] = bin;
    tree.missingLeft[node] = missingLeft ? 1 : 0;
    tree.gain[node] = gain;
    tree.left[node] = ~index;
    tree.right[node] = ~this.#leaves.length;
    if (leaf.parent >= 0) (leaf.isRight ? tree.right : tree.left)[leaf.parent] = node;
    const codes = this.#features.codes[feature];
    const missing = this.#features.bins[feature];
    const middle = partition(this.rows, leaf.begin, leaf.end, codes, bin, missingLeft ? missing : -1, this.#spare);
    const left = this.#leaf(leaf.begin, middle, leftSum, active, node, false);
    const right = this.#leaf(middle, leaf.end, leaf.sum - leftSum, active, node, true);
    this.#leaves[index] = left;
    this.#leaves.push(right);
    if (this.#leaves.length < options.maxLeaves) this.#searchChildren(leaf, left, right, packed, options);
    else this.#release(leaf);
  }

  #searchChildren(parent: Leaf, left: Leaf, right: Leaf, packed: PackedGradients, options: TreeOptions): void {
    const [smaller, larger] = left.end - left.begin <= right.end - right.begin ? [left, right] : [right, left];
    if (larger.end - larger.begin < 2 * options.minSamplesLeaf) {
      this.#release(parent);
      return;
    }
    const histogram = this.#build(smaller, packed);
    subtractHistogram(this.#features, smaller.active, parent.histogram!, histogram);
    larger.histogram = parent.histogram;
    smaller.histogram = histogram;
    if (smaller.end - smaller.begin < 2 * options.minSamplesLeaf) this.#release(smaller);
    else this.#search(smaller, packed, options);
    this.#search(larger, packed, options);
  }

  #build(leaf: Leaf, packed: PackedGradients): Float64Array {
    const { slots } = this.#features;
    const histogram = this.#free.pop() ?? new Float64Array(slots);
    buildHistogram(
      this.#features,
      leaf.active,
      this.rows,
      leaf.begin,
      leaf.end,
      packed.values,
      this.#ordered,
      histogram,
    );
    return histogram;
  }

  #search(leaf: Leaf, packed: PackedGradients, options: TreeOptions): void {
    const { active, histogram, sum, begin, end } = leaf;
    leaf.split = bestSplit(this.#features, active, histogram!, sum, end - begin, packed, options, this.#usable);
    if (leaf.split.feature < 0) this.#release(leaf);
  }

  #leaf(begin: number, end: number, sum: number, active: Int32Array, parent: number, isRight: boolean): Leaf {
    return { begin, end, sum, active, histogram: null, split: NO_SPLIT, parent, isRight };
  }

  #release(leaf: Leaf): void {
    if (leaf.histogram) this.#free.push(leaf.histogram);
    leaf.histogram = null;
  }
}

/** The leaf whose split gains most, or -1; the first of equals. */
function bestLeaf(leaves: readonly Leaf[]): number {
  let best = -1;
  let gain = 0;
  for (let i = 0; i < leaves.length; i++) {
    if (leaves[i].split.feature < 0 || !(leaves[i].split.gain > gain)) continue;
    gain = leaves[i].split.gain;
    best = i;
  }
  return best;
}

function emptyTree(nodes: number): BinnedTree {
  return {
    feature: new Int32Array(nodes),
    bin: new Uint8Array(nodes),
    missingLeft: new Uint8Array(nodes),
    left: new Int32Array(nodes),
    right: new Int32Array(nodes),
    gain: new Float64Array(nodes),
    value: new Float64Array(nodes + 1),
  };
}

function trimmed(tree: BinnedTree, nodes: number, leaves: number): BinnedTree {
  return {
    feature: tree.feature.slice(0, nodes),
    bin: tree.bin.slice(0, nodes),
    missingLeft: tree.missingLeft.slice(0, nodes),
    left: tree.left.slice(0, nodes),
    right: tree.right.slice(0, nodes),
    gain: tree.gain.slice(0, nodes),
    value: tree.value.slice(0, leaves),
  };
}
