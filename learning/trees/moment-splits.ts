import { MISSING_BIN } from './binning.js';
import { Split, xLogX, type SplitFinder, type SplitProblem } from './split-finder.js';
import { TouchedBins } from './touched-bins.js';

/**
 * Best splits from two sums a bin, weight and weighted target: by variance for numbers; by Gini impurity (which is the
 * variance of 0 and 1, twice) or entropy for two classes.
 */
export class MomentSplits implements SplitFinder {
  readonly best = new Split();
  weight = 0;
  impurity = 0;
  score = 0;
  private start = 0;
  private end = 0;
  private sum = 0;
  private readonly touched = new TouchedBins();
  private readonly twoClasses: boolean;
  /** Two numbers a bin, all 0 between calls: weight and weighted target, or the weights of the two classes. */
  private readonly histogram = new Float64Array(2 * (MISSING_BIN + 1));

  constructor(private readonly problem: SplitProblem) {
    this.twoClasses = problem.classes === 2;
  }

  open(start: number, end: number, stats: Float64Array, at: number): void {
    const { weight, target } = this.problem.sample;
    let total = 0;
    let sum = 0;
    let squares = 0;
    for (let i = start; i < end; i++) {
      const product = weight[i] * target[i];
      total += weight[i];
      sum += product;
      squares += product * target[i];
    }
    this.start = start;
    this.end = end;
    this.weight = total;
    this.sum = sum;
    const entropy = this.problem.criterion === 'entropy';
    this.score = entropy ? twoClassScore(total, sum) : (sum * sum) / total;
    this.impurity = Math.max(0, (entropy ? 0 : squares) - this.score);
    if (this.problem.classes === 0) stats[at] = sum;
    else {
      stats[at] = Math.max(0, total - sum);
      stats[at + 1] = sum;
    }
    this.best.clear();
  }

  tryColumn(column: number): boolean {
    this.fill(column);
    const { touched, histogram } = this;
    const { bins, count } = touched;
    if (count > 1) {
      const missingSeen = bins[count - 1] === MISSING_BIN;
      this.scan(column, 0, 0, count - 1, false, missingSeen);
      if (missingSeen && count > 2) {
        const sum = histogram[2 * MISSING_BIN + 1];
        this.scan(column, histogram[2 * MISSING_BIN] + (this.twoClasses ? sum : 0), sum, count - 2, true, true);
      }
    }
    for (let k = 0; k < count; k++) {
      histogram[2 * bins[k]] = 0;
      histogram[2 * bins[k] + 1] = 0;
    }
    return count > 1;
  }

  /**
   * Fills the histogram and lists the bins touched: by a scan over all bins if they are few in proportion to the rows.
   */
  private fill(column: number): void {
    const { binned } = this.problem;
    const bins = binned.edges[column].length + 1;
    const mark = this.end - this.start < 2 * bins;
    if (this.twoClasses) this.addClasses(column, mark);
    else this.addNumbers(column, mark);
    if (mark) this.touched.collect();
    else this.touched.collectFrom(this.histogram, bins, binned.missing[column] === 1);
  }

  private addNumbers(column: number, mark: boolean): void {
    const { histogram } = this;
    const { words } = this.touched;
    const { codes, rows } = this.problem.binned;
    const { row, weight, target } = this.problem.sample;
    const base = column * rows;
    for (let i = this.start; i < this.end; i++) {
      const code = codes[base + row[i]];
      const w = weight[i];
      histogram[2 * code] += w;
      histogram[2 * code + 1] += w * target[i];
      if (mark) words[code >> 5] |= 1 << (code & 31);
    }
  }

  private addClasses(column: number, mark: boolean): void {
    const { histogram } = this;
    const { words } = this.touched;
    const { codes, rows } = this.problem.binned;
    const { row, weight, target } = this.problem.sample;
    const base = column * rows;
    for (let i = this.start; i < this.end; i++) {
      const code = codes[base + row[i]];
      histogram[2 * code + (target[i] | 0)] += weight[i];
      if (mark) words[code >> 5] |= 1 << (code & 31);
    }
  }

  /** Tries a split after each of the first `cuts` touched bins, where (weight, sum) are on the left from the start. */
  private scan(column: number, weight: number, sum: number, cuts: number, missingLeft: boolean, seen: boolean): void {
    const { histogram, best, twoClasses } = this;
    const { bins } = this.touched;
    const { minLeafWeight, criterion } = this.problem;
    const entropy = criterion === 'entropy';
    const { weight: total, sum: totalSum } = this;
    let score = best.score;
    let cut = -1;
    for (let k = 0; k < cuts; k++) {
      const at = 2 * bins[k];
      const second = histogram[at + 1];
      weight += twoClasses ? histogram[at] + second : histogram[at];
      sum += second;
      const weightRight = total - weight;
      if (weight < minLeafWeight || weightRight < minLeafWeight) continue;
      const sumRight = totalSum - sum;
      const here = entropy
        ? twoClassScore(weight, sum) + twoClassScore(weightRight, sumRight)
        : (sum * sum) / weight + (sumRight * sumRight) / weightRight;
      if (here > score) {
        score = here;
        cut = k;
      }
    }
    if (cut >= 0) best.set(column, bins[cut], bins[cut + 1], score, missingLeft, seen);
  }
}

function twoClassScore(weight: number, sum: number): number {
  return xLogX(sum) + xLogX(weight - sum) - xLogX(weight);
}
