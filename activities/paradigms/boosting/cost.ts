import type { Point } from '../../../contracts/candidate/space.js';
import type { ProblemShape } from '../../../contracts/task.js';
import { MAX_BINS } from '../../../learning/trees/binning.js';
import { limitsOf } from './space.js';
import { watchingFor } from './watching.js';

/** Operations for each value summed into a histogram, and for each bin tried as a threshold. */
const PER_VALUE = 6;
const PER_BIN = 8;

/** Memory limit of the histograms of a tree's leaves in bytes; wide data get fewer bins. */
const HISTOGRAM_BYTES = 256 * 2 ** 20;
const LEAST_BINS = 15;

/** How many bins to give each column. */
export function binsFor(columns: number, maxLeaves: number): number {
  const affordable = Math.floor(HISTOGRAM_BYTES / (8 * columns * maxLeaves));
  return Math.min(MAX_BINS, Math.max(LEAST_BINS, affordable));
}

/** Estimated cost of a fit: histograms of half the rows at each of a tree's levels, and a scan of each leaf's bins. */
export function costOf(shape: ProblemShape, point: Point): { work: number; bytes: number } {
  const { rows, columns } = shape;
  const outputs = shape.classes > 2 ? shape.classes : 1;
  const leaves = Math.min(point.maxLeaves as number, Math.max(2, rows / (point.minSamplesLeaf as number)));
  const bins = Math.min(binsFor(columns, point.maxLeaves as number), rows);
  const tried = columns * (point.columnSample as number);
  const levels = 1 + Math.log2(leaves) / 2;
  const tree =
    PER_VALUE * rows * (point.subsample as number) * tried * levels + PER_BIN * 2 * leaves * tried * bins + 40 * rows;
  const { used, refit } = watchingFor(shape);
  const boosters = used + (refit ? 1 : 0);
  const rounds = limitsOf(point.learningRate as number).usualRounds;
  const sort = rows * columns * Math.log2(rows + 1) * 4;
  return {
    work: sort + tree * outputs * rounds * boosters,
    bytes:
      rows * columns * 2 +
      8 * columns * bins * (leaves + 1) +
      8 * rows * (3 * outputs * boosters + 6) +
      45 * leaves * rounds * outputs * boosters,
  };
}
