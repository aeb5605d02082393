import type { BinnedMatrix } from './binning.js';
import type { Sample } from './sample.js';

export type Criterion = 'gini' | 'entropy' | 'variance';

/** The data of split finders; one for each fit. */
export interface SplitProblem {
  readonly binned: BinnedMatrix;
  readonly sample: Sample;
  /** 0 for regression. */
  readonly classes: number;
  readonly criterion: Criterion;
  /** The least weight of a child. */
  readonly minLeafWeight: number;
}

/** Finds the split of a node with the largest decrease of impurity, column by column. */
export interface SplitFinder {
  /** The weight of the node's rows. */
  readonly weight: number;
  /** The node's impurity times its weight. */
  readonly impurity: number;
  /** The node's own score, in the terms of `best.score`. */
  readonly score: number;
  readonly best: Split;
  /** Selects the node of positions [start, end), and writes its statistics (see `TreeNodes`) to `stats` from `at`. */
  open(start: number, end: number, stats: Float64Array, at: number): void;
  /** Tries splits on a column; false if the column is constant in the node. */
  tryColumn(column: number): boolean;
}

/** The best split of a node so far. */
export class Split {
  /** The sum of the children's scores; the decrease of impurity is this minus the node's own score. */
  score = -Infinity;
  column = -1;
  /** Bins up to it go left. */
  bin = 0;
  /** The first bin of the node's rows that goes right; MISSING_BIN if only missing values do. */
  next = 0;
  /** A drawn threshold, or NaN for one in the middle between `bin` and `next`. */
  threshold = NaN;
  missingLeft = false;
  /** Whether the node's rows have missing values in the column, so that `missingLeft` was learnt. */
  missingSeen = false;

  clear(): void {
    this.score = -Infinity;
    this.column = -1;
  }

  set(column: number, bin: number, next: number, score: number, missingLeft: boolean, missingSeen: boolean): void {
    this.column = column;
    this.bin = bin;
    this.next = next;
    this.score = score;
    this.threshold = NaN;
    this.missingLeft = missingLeft;
    this.missingSeen = missingSeen;
  }
}

const TABLE = 4096;
const TABLE_X_LOG_X = Float64Array.from({ length: TABLE }, (_, x) => (x === 0 ? 0 : x * Math.log(x)));

/** x log x, 0 at 0 and below (sums of fractional weights may end a rounding error under 0). */
export function xLogX(x: number): number {
  if (x < TABLE) {
    const whole = x | 0;
    if (whole === x && whole >= 0) return TABLE_X_LOG_X[whole];
  }
  return x > 0 ? x * Math.log(x) : 0;
}
