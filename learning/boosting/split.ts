import type { Features } from './features.js';
import type { PackedGradients } from './gradients.js';

/** A gain must exceed what rounding may make of none. */
const ROUNDING = 1e-10;

/** What a tree may be. */
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
}

/** A node's sums in integer units, with what its children must keep to. */
interface NodeSums {
  gradient: number;
  hessian: number;
  l2: number;
  minHessian: number;
  radix: number;
}

/** The best split so far; its score as a fraction, for fractions compare without dividing. */
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
 * @param active features to look at
 * @param sum packed gradients of the node's rows
 * @param splittable set, for each active feature, to whether it could be split at all: children need not look at others
 */
export function bestSplit(
  features: Features,
  active: Int32Array,
  histogram: Float64Array,
  sum: number,
  rows: number,
  packed: PackedGradients,
  options: TreeOptions,
  splittable: Uint8Array,
): Split {
  const node = nodeSums(sum, rows, packed, options);
  const parent = (node.gradient * node.gradient) / (node.hessian + node.l2);
  const unit = packed.hessianScale / (packed.gradientScale * packed.gradientScale);
  const least = parent * (1 + ROUNDING) + options.minGain / unit;
  const best: Best = { numerator: least, denominator: 1, slot: -1, missingLeft: false, left: 0 };
  let feature = -1;
  for (let a = 0; a < active.length; a++) {
    const f = active[a];
    const start = features.offset[f];
    const end = start + features.bins[f];
    const before = best.slot;
    const missing = features.missing[f] === 1 ? histogram[end] : 0;
    const possible =
      missing === 0
        ? scanPresent(histogram, start, end, node, best)
        : scanMissing(histogram, start, end, missing, node, best);
    splittable[a] = possible ? 1 : 0;
    if (best.slot !== before) feature = f;
  }
  if (feature < 0) return { gain: 0, feature, bin: 0, missingLeft: false, left: 0 };
  const { numerator, denominator, missingLeft, left } = best;
  const gain = (numerator / denominator - parent) * unit;
  return { gain, feature, bin: best.slot - features.offset[feature], missingLeft, left };
}

function nodeSums(sum: number, rows: number, packed: PackedGradients, options: TreeOptions): NodeSums {
  const { radix, hessianScale } = packed;
  const gradient = Math.floor(sum / radix);
  const hessian = sum - gradient * radix;
  // Half a row of slack: the estimate of a count is rounded, not cut.
  const minHessian = Math.max(options.minHessian * hessianScale, ((options.minSamplesLeaf - 0.5) / rows) * hessian, 1);
  return { gradient, hessian, l2: options.l2 * hessianScale, minHessian, radix };
}

/** Tries every threshold of a feature none of whose values are missing here; whether any is allowed. */
function scanPresent(histogram: Float64Array, start: number, end: number, node: NodeSums, best: Best): boolean {
  const { gradient, hessian, l2, minHessian, radix } = node;
  const inverse = 1 / radix;
  let { numerator, denominator } = best;
  let possible = false;
  let left = 0;
  for (let slot = start; slot < end; slot++) {
    const value = histogram[slot];
    if (value === 0) continue;
    left += value;
    const leftGradient = Math.floor(left * inverse);
    const leftHessian = left - leftGradient * radix;
    if (leftHessian < minHessian) continue;
    const rightHessian = hessian - leftHessian;
    if (rightHessian < minHessian) break;
    possible = true;
    const rightGradient = gradient - leftGradient;
    const a = leftHessian + l2;
    const b = rightHessian + l2;
    const score = leftGradient * leftGradient * b + rightGradient * rightGradient * a;
    if (score * denominator > numerator * (a * b)) {
      numerator = score;
      denominator = a * b;
      best.slot = slot;
      best.missingLeft = leftHessian > rightHessian;
      best.left = left;
    }
  }
  best.numerator = numerator;
  best.denominator = denominator;
  return possible;
}

/** Tries every threshold with missing values on either side; the last keeps them apart from all others. */
function scanMissing(
  histogram: Float64Array,
  start: number,
  end: number,
  missing: number,
  node: NodeSums,
  best: Best,
): boolean {
  let possible = false;
  let present = 0;
  for (let slot = start; slot < end; slot++) {
    if (histogram[slot] === 0) continue;
    present += histogram[slot];
    if (tryLeft(present, slot, false, node, best)) possible = true;
    if (tryLeft(present + missing, slot, true, node, best)) possible = true;
  }
  return possible;
}

function tryLeft(left: number, slot: number, missingLeft: boolean, node: NodeSums, best: Best): boolean {
  const leftGradient = Math.floor(left / node.radix);
  const leftHessian = left - leftGradient * node.radix;
  const rightHessian = node.hessian - leftHessian;
  if (leftHessian < node.minHessian || rightHessian < node.minHessian) return false;
  const rightGradient = node.gradient - leftGradient;
  const a = leftHessian + node.l2;
  const b = rightHessian + node.l2;
  const score = leftGradient * leftGradient * b + rightGradient * rightGradient * a;
  if (score * best.denominator > best.numerator * (a * b)) {
    best.numerator = score;
    best.denominator = a * b;
    best.slot = slot;
    best.missingLeft = missingLeft;
    best.left = left;
  }
  return true;
}
