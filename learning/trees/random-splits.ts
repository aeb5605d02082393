import type { Random } from '../../random/index.js';
import { MISSING_BIN } from './binning.js';
import type { BinValues } from './bin-values.js';
import { Split, xLogX, type SplitFinder, type SplitProblem } from './split-finder.js';

const STRIDE = MISSING_BIN + 1;

/**
 * One random split for each column tried: its threshold uniform between the least and the greatest of the node's
 * values (Geurts et al., Extremely randomized trees, 2006); the side of missing values is drawn as well. Thresholds
 * inside a bin of several values move to the bin's edge.
 */
export class RandomSplits implements SplitFinder {
  readonly best = new Split();
  weight = 0;
  impurity = 0;
  score = 0;
  private start = 0;
  private end = 0;
  private lowest = 0;
  private highest = 0;
  private missingSeen = false;
  private readonly code: Uint8Array;
  /** Statistics of the node, of what is left and of what is right: class weights, or one sum. */
  private readonly total: Float64Array;
  private readonly left: Float64Array;
  private readonly right: Float64Array;

  constructor(
    private readonly problem: SplitProblem,
    private readonly values: BinValues,
    private readonly random: Random,
  ) {
    const width = Math.max(1, problem.classes);
    this.code = new Uint8Array(problem.sample.row.length);
    this.total = new Float64Array(width);
    this.left = new Float64Array(width);
    this.right = new Float64Array(width);
  }

  open(start: number, end: number, stats: Float64Array, at: number): void {
    const { total } = this;
    const { classes, sample } = this.problem;
    const { weight, target } = sample;
    total.fill(0);
    let all = 0;
    let squares = 0;
    for (let i = start; i < end; i++) {
      all += weight[i];
      if (classes > 0) total[target[i] | 0] += weight[i];
      else {
        total[0] += weight[i] * target[i];
        squares += weight[i] * target[i] * target[i];
      }
    }
    this.start = start;
    this.end = end;
    this.weight = all;
    const most = this.problem.criterion === 'gini' ? all : this.problem.criterion === 'variance' ? squares : 0;
    this.score = this.scoreOf(total, all);
    this.impurity = Math.max(0, most - this.score);
    stats.set(total, at);
    this.best.clear();
  }

  tryColumn(column: number): boolean {
    this.gather(column);
    const { lowest, highest, missingSeen } = this;
    if (highest < 0 || (lowest === highest && !missingSeen)) return false;
    const threshold = lowest < highest ? this.draw(column) : Infinity;
    const bin = lowest < highest ? this.binLeftOf(column, threshold) : highest;
    // If only missing values could go right, they do.
    const missingLeft = missingSeen && lowest < highest && this.random.chance(0.5);
    if (missingLeft) this.sendMissingLeft();
    const weightLeft = this.sumLeft(bin);
    const score = this.scoreOfSplit(weightLeft);
    if (score <= this.best.score) return true;
    this.best.set(column, bin, highest === bin ? MISSING_BIN : bin + 1, score, missingLeft, missingSeen);
    this.best.threshold = this.exact(column, bin, threshold);
    return true;
  }

  /** Copies the node's codes, and finds the least and greatest of those present. */
  private gather(column: number): void {
    const { binned, sample } = this.problem;
    const { codes, rows } = binned;
    const { row } = sample;
    const { code, start, end } = this;
    const base = column * rows;
    let lowest = MISSING_BIN;
    let highest = -1;
    for (let i = start; i < end; i++) {
      const own = codes[base + row[i]];
      code[i - start] = own;
      if (own < lowest) lowest = own;
      if (own > highest) highest = own;
    }
    this.missingSeen = highest === MISSING_BIN;
    this.lowest = lowest;
    this.highest = this.missingSeen ? this.highestPresent() : highest;
  }

  private highestPresent(): number {
    const { code, start, end } = this;
    let highest = -1;
    for (let i = 0; i < end - start; i++) if (code[i] > highest && code[i] !== MISSING_BIN) highest = code[i];
    return highest;
  }

  private draw(column: number): number {
    const least = this.values.least[column * STRIDE + this.lowest];
    const greatest = this.values.greatest[column * STRIDE + this.highest];
    const share = this.random.float();
    return least * (1 - share) + greatest * share;
  }

  /** The last bin left of a threshold, between the node's lowest and the one before its highest. */
  private binLeftOf(column: number, threshold: number): number {
    const edges = this.problem.binned.edges[column];
    let low = this.lowest;
    let high = this.highest - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (threshold <= edges[middle]) high = middle;
      else low = middle + 1;
    }
    // `low` is now the threshold's own bin: its rows stay left unless the threshold lies below them.
    const { least } = this.values;
    return low > this.lowest && threshold < least[column * STRIDE + low] ? low - 1 : low;
  }

  /** Gives missing values the lowest bin, which is always left. */
  private sendMissingLeft(): void {
    const { code, start, end, lowest } = this;
    for (let i = 0; i < end - start; i++) if (code[i] === MISSING_BIN) code[i] = lowest;
  }

  /**
   * Sums what lies left into `left`, and gives its weight. Without branches, which the processor could not predict
   * here.
   */
  private sumLeft(bin: number): number {
    const { left, code, start, end } = this;
    const { classes, sample } = this.problem;
    const { weight, target } = sample;
    const first = bin + 1;
    let weightLeft = 0;
    if (classes > 2) {
      left.fill(0);
      for (let i = start; i < end; i++) {
        const own = weight[i] * ((code[i - start] - first) >>> 31);
        weightLeft += own;
        left[target[i] | 0] += own;
      }
      return weightLeft;
    }
    let sum = 0;
    for (let i = start; i < end; i++) {
      const own = weight[i] * ((code[i - start] - first) >>> 31);
      weightLeft += own;
      sum += own * target[i];
    }
    left[classes > 0 ? 1 : 0] = sum;
    if (classes > 0) left[0] = weightLeft - sum;
    return weightLeft;
  }

  private scoreOfSplit(weightLeft: number): number {
    const { left, right, total, weight } = this;
    const { minLeafWeight } = this.problem;
    const weightRight = weight - weightLeft;
    if (weightLeft < minLeafWeight || weightRight < minLeafWeight) return -Infinity;
    for (let k = 0; k < left.length; k++) right[k] = total[k] - left[k];
    return this.scoreOf(left, weightLeft) + this.scoreOf(right, weightRight);
  }

  /** The drawn threshold where it lies between the two bins that it separates, else NaN. */
  private exact(column: number, bin: number, threshold: number): number {
    const { least, greatest } = this.values;
    const at = column * STRIDE + bin;
    return threshold >= greatest[at] && threshold < least[at + 1] ? threshold : NaN;
  }

  private scoreOf(stats: Float64Array, weight: number): number {
    const { criterion } = this.problem;
    let term = 0;
    if (criterion === 'entropy') {
      for (let c = 0; c < stats.length; c++) term += xLogX(stats[c]);
      return term - xLogX(weight);
    }
    for (let c = 0; c < stats.length; c++) term += stats[c] * stats[c];
    return term / weight;
  }
}
