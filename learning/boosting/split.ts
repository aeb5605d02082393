import type { Features } from './features.js';
import type { PackedGradients } from './gradients.js';

/** A gain must exceed what rounding errors can produce. */
const ROUNDING = 1e-10;
/** In nodes with fewer rows most slots are empty. */
const SPARSE_ROWS = 100;

/** Limits of a tree. */
export interface TreeOptions {
  maxLeaves: number;
  /** Least rows in a leaf; where Hessians differ, rows are estimated from their share of the node's Hessian. */
  minSamplesLeaf: number;
  /** Least sum of Hessians in a leaf. */
  minHessian: number;
  /** L2 penalty on leaf values. */
  l2: number;
  /** Least gain of a split. */
  minGain: number;
}

/** A split of a node: rows go left whose slot is at most `bin`, and missing ones where `missingLeft` says. */
export interface Split {
  /** Gain in loss (twice the second-order estimate); 0 where no split was found. */
  gain: number;
  feature: number;
  bin: number;
  missingLeft: boolean;
  /** Packed gradients of the rows that go left. */
  left: number;
  /** Features that may be split further down: those with at least one allowed split here. */
  active: Int32Array;
}

export const NO_SPLIT: Split = {
  gain: 0,
  feature: -1,
  bin: 0,
  missingLeft: false,
  left: 0,
  active: new Int32Array(0),
};

/** A node's sums in integer units, with the limits of its children. */
interface NodeSums {
  /** Gradient × radix. */
  gradient: number;
  hessian: number;
  l2: number;
  /** A child's Hessian lies between these. */
  minHessian: number;
  maxHessian: number;
  /** A number so large that adding it rounds a packed sum to its gradient × radix. */
  rounder: number;
  /** Whether most slots are empty. */
  sparse: boolean;
}

/** The best split so far; its score as a fraction, because fractions are compared without a division. */
interface Best {
  numerator: number;
  denominator: number;
  /** Slot of the histogram, -1 for none. */
  slot: number;
  missingLeft: boolean;
  left: number;
}

/**
 * The best split of a node by second-order gain (Chen & Guestrin 2016, equation 7), with the direction of missing values
 * that gains more (their algorithm 3); where none are missing they follow the heavier child.
 *
 * With a and b the children's Hessians + l2 and m = G / (a + b), the gain G_l²/a + G_r²/b - G²/(H + l2) is
 * (G_l - m a)² (a + b) / (a b), less what does not depend on the split: the scans compare only (G_l - m a)² / (a b).
 *
 * @param active features to look at
 * @param sum packed gradients of the node's rows
 * @param spare room for as many features
 */
export function bestSplit(
  features: Features,
  active: Int32Array,
  histogram: Float64Array,
  sum: number,
  rows: number,
  packed: PackedGradients,
  options: TreeOptions,
  spare: Int32Array,
): Split {
  const node = nodeSums(sum, rows, packed, options);
  const unit = packed.hessianScale / (packed.gradientScale * packed.radix) ** 2;
  const both = node.hessian + 2 * node.l2;
  const parent = node.gradient ** 2 / (node.hessian + node.l2);
  const lost = (parent * node.l2) / both;
  const least = (lost + parent * ROUNDING + options.minGain / unit) / both;
  const best: Best = { numerator: least, denominator: 1, slot: -1, missingLeft: false, left: 0 };
  let feature = -1;
  let count = 0;
  for (let a = 0; a < active.length; a++) {
    const f = active[a];
    const start = features.offset[f];
    const end = start + features.bins[f];
    const before = best.slot;
    const missing = features.missing[f] === 1 ? histogram[end] : 0;
    let possible = scan(histogram, start, end, 0, missing === 0, node, best);
    if (missing !== 0 && scan(histogram, start, end, missing, false, node, best)) possible = true;
    if (possible) spare[count++] = f;
    if (best.slot !== before) feature = f;
  }
  if (feature < 0) return NO_SPLIT;
  const { numerator, denominator, missingLeft, left } = best;
  const gain = ((numerator / denominator) * both - lost) * unit;
  return { gain, feature, bin: best.slot - features.offset[feature], missingLeft, left, active: spare.slice(0, count) };
}

function nodeSums(sum: number, rows: number, packed: PackedGradients, options: TreeOptions): NodeSums {
  const { radix, hessianScale } = packed;
  const rounder = 1.5 * 2 ** 52 * radix;
  const gradient = sum + rounder - rounder;
  const hessian = sum - gradient;
  // Half a row of slack: the estimate of a count is rounded, not cut.
  const minHessian = Math.max(options.minHessian * hessianScale, ((options.minSamplesLeaf - 0.5) / rows) * hessian, 1);
  const maxHessian = hessian - minHessian;
  return {
    gradient,
    hessian,
    l2: options.l2 * hessianScale,
    minHessian,
    maxHessian,
    rounder,
    sparse: rows < SPARSE_ROWS,
  };
}

/**
 * Tries every threshold of a feature; whether any is allowed.
 *
 * @param missing packed gradients of the missing values, where they go left; 0 where they go right
 * @param noneMissing whether there are none; they then follow the heavier child
 */
function scan(
  histogram: Float64Array,
  start: number,
  end: number,
  missing: number,
  noneMissing: boolean,
  node: NodeSums,
  best: Best,
): boolean {
  const { hessian, l2, minHessian, maxHessian, rounder, sparse } = node;
  const both = hessian + 2 * l2;
  const mean = node.gradient / both;
  let { numerator, denominator } = best;
  let possible = false;
  let left = missing;
  for (let slot = start; slot < end; slot++) {
    const value = histogram[slot];
    // Empty slots change nothing; skipping them pays only if there are many.
    if (sparse && value === 0) continue;
    left += value;
    const leftGradient = left + rounder - rounder;
    const leftHessian = left - leftGradient;
    if (leftHessian < minHessian) continue;
    if (leftHessian > maxHessian) break;
    possible = true;
    const a = leftHessian + l2;
    const product = a * (both - a);
    const excess = leftGradient - mean * a;
    const square = excess * excess;
    if (square * denominator > numerator * product) {
      numerator = square;
      denominator = product;
      best.slot = slot;
      best.left = left;
      best.missingLeft = noneMissing ? 2 * leftHessian > hessian : missing !== 0;
    }
  }
  best.numerator = numerator;
  best.denominator = denominator;
  return possible;
}
