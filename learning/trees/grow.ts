import type { Random } from '../../random/index.js';
import { MISSING_BIN, type BinnedMatrix } from './binning.js';
import type { NodeBuffer } from './nodes.js';
import { partition, type Sample } from './sample.js';
import type { Split, SplitFinder } from './split-finder.js';

export interface Growth {
  readonly binned: BinnedMatrix;
  readonly sample: Sample;
  readonly finder: SplitFinder;
  readonly maxDepth: number;
  readonly minLeafWeight: number;
  /** Columns tried at each node; more where all of these are constant there (as in scikit-learn). */
  readonly columnsPerNode: number;
  /** A permutation of the columns; its order changes. */
  readonly columns: Int32Array;
  readonly random: Random;
  /** Called with the share of rows that have reached their leaves. */
  readonly onProgress?: (done: number) => void;
}

/** Stack of nodes to split: start, end, depth, parent (for right children, else -1), known constant columns. */
const FIELDS = 5;

/** Grows a tree depth first into `nodes`, which is cleared first. */
export function growTree(growth: Growth, nodes: NodeBuffer): void {
  const { sample, finder, maxDepth, onProgress } = growth;
  const least = 2 * growth.minLeafWeight;
  const { width } = nodes;
  nodes.count = 0;
  // Depth first, the stack holds at most one node more than the tree has levels.
  const stack = new Int32Array(FIELDS * (Math.min(maxDepth, sample.size) + 2));
  stack.set([0, sample.size, 0, -1, 0]);
  let top = FIELDS;
  let smallest = 0;
  while (top > 0) {
    const at = top - FIELDS;
    const start = stack[at];
    const end = stack[at + 1];
    const depth = stack[at + 2];
    const parent = stack[at + 3];
    const known = stack[at + 4];
    top = at;
    const node = nodes.add();
    if (parent >= 0) nodes.right[parent] = node;
    finder.open(start, end, nodes.stats, node * width);
    nodes.weight[node] = finder.weight;
    // Pure nodes can have a small impurity because of rounding, so it is compared with the root's.
    if (node === 0) {
      nodes.impurity = finder.impurity;
      smallest = 1e-12 * finder.impurity;
    }
    const open = depth < maxDepth && finder.weight >= least && finder.impurity > smallest;
    const constants = open ? tryColumns(growth, known) : known;
    if (finder.best.column < 0) {
      onProgress?.(end / sample.size);
      continue;
    }
    const middle = split(growth, nodes, node, start, end);
    push(stack, top, middle, end, depth + 1, node, constants);
    push(stack, top + FIELDS, start, middle, depth + 1, -1, constants);
    top += 2 * FIELDS;
  }
}

function push(
  stack: Int32Array,
  at: number,
  start: number,
  end: number,
  depth: number,
  parent: number,
  constants: number,
): void {
  stack[at] = start;
  stack[at + 1] = end;
  stack[at + 2] = depth;
  stack[at + 3] = parent;
  stack[at + 4] = constants;
}

function split(growth: Growth, nodes: NodeBuffer, node: number, start: number, end: number): number {
  const { binned, sample, finder } = growth;
  const { best } = finder;
  const middle = partition(sample, binned, start, end, best.column, best.bin, best.missingLeft);
  nodes.feature[node] = best.column;
  nodes.threshold[node] = thresholdOf(best, binned.edges[best.column]);
  // If the node has no missing values to learn from, they go to the larger child.
  const missingLeft = best.missingSeen ? best.missingLeft : middle - start >= end - middle;
  nodes.missingLeft[node] = missingLeft ? 1 : 0;
  nodes.gain[node] = Math.max(0, best.score - finder.score);
  return middle;
}

/** In the middle between the bins that a split separates. */
function thresholdOf(split: Split, edges: Float64Array): number {
  if (split.next === MISSING_BIN) return Infinity;
  if (!Number.isNaN(split.threshold)) return split.threshold;
  const low = edges[split.bin];
  const high = edges[split.next - 1];
  const middle = low / 2 + high / 2;
  return middle >= low && middle <= high ? middle : low;
}

/**
 * Draws columns without replacement and has the finder try them. `columns` holds first those known to be constant,
 * `known` in number, which may be drawn but are not tried; then those found constant here; drawn ones are moved to the
 * end.
 *
 * @returns the number of columns that are constant in this node, now first in `columns`
 */
function tryColumns({ finder, columns, columnsPerNode, random }: Growth, known: number): number {
  let knownDrawn = 0;
  let constants = known;
  let undrawn = columns.length;
  let visited = 0;
  let useful = 0;
  while (undrawn > constants && (visited < columnsPerNode || useful === 0)) {
    visited++;
    const knownLeft = known - knownDrawn;
    const drawn = columnsPerNode < columns.length ? random.below(knownLeft + undrawn - constants) : knownLeft;
    if (drawn < knownLeft) {
      knownDrawn++;
      continue;
    }
    const at = constants + drawn - knownLeft;
    const column = columns[at];
    if (finder.tryColumn(column)) {
      useful++;
      columns[at] = columns[--undrawn];
      columns[undrawn] = column;
    } else {
      columns[at] = columns[constants];
      columns[constants++] = column;
    }
  }
  return constants;
}
