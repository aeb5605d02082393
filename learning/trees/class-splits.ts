import { MISSING_BIN } from './binning.js';
import { Split, xLogX, type SplitFinder, type SplitProblem } from './split-finder.js';
import { TouchedBins } from './touched-bins.js';

/**
 * Best splits of many classes by Gini impurity or entropy. Large nodes fill a histogram of classes for each bin; in
 * small ones it would be mostly zeros, so rows are linked bin by bin and moved across the split one at a time.
 */
export class ClassSplits implements SplitFinder {
  readonly best = new Split();
  weight = 0;
  impurity = 0;
  score = 0;
  private start = 0;
  private end = 0;
  private term = 0;
  private readonly touched = new TouchedBins();
  /** Weight of each class in each bin, bin by bin; all 0 between calls. */
  private readonly histogram: Float64Array;
  /** The first row of each bin's chain, and each row's successor, as positions less `start`, plus 1; 0 ends it. */
  private readonly head = new Int32Array(MISSING_BIN + 1);
  private readonly next: Int32Array;
  private readonly total: Float64Array;
  private readonly left: Float64Array;
  private readonly right: Float64Array;

  constructor(private readonly problem: SplitProblem) {
    const { classes, sample } = problem;
    this.histogram = new Float64Array((MISSING_BIN + 1) * classes);
    this.next = new Int32Array(Math.min(sample.row.length, (MISSING_BIN + 1) * classes) + 1);
    this.total = new Float64Array(classes);
    this.left = new Float64Array(classes);
    this.right = new Float64Array(classes);
  }

  open(start: number, end: number, stats: Float64Array, at: number): void {
    const { classes, criterion, sample } = this.problem;
    const { total } = this;
    total.fill(0);
    for (let i = start; i < end; i++) total[sample.target[i] | 0] += sample.weight[i];
    let weight = 0;
    let term = 0;
    for (let c = 0; c < classes; c++) {
      weight += total[c];
      term += criterion === 'gini' ? total[c] * total[c] : xLogX(total[c]);
      stats[at + c] = total[c];
    }
    this.start = start;
    this.end = end;
    this.weight = weight;
    this.term = term;
    this.score = criterion === 'gini' ? term / weight : term - xLogX(weight);
    this.impurity = Math.max(0, (criterion === 'gini' ? weight : 0) - this.score);
    this.best.clear();
  }

  tryColumn(column: number): boolean {
    const bins = this.problem.binned.edges[column].length + 2;
    const chained = this.end - this.start < bins * this.problem.classes;
    if (chained) this.chain(column);
    else this.fill(column);
    const { bins: touched, count } = this.touched;
    if (count > 1) {
      const missingSeen = touched[count - 1] === MISSING_BIN;
      this.scan(column, count - 1, chained, false, missingSeen);
      if (missingSeen && count > 2) this.scan(column, count - 2, chained, true, true);
    }
    this.clear(chained);
    return count > 1;
  }

  private clear(chained: boolean): void {
    const { histogram, head } = this;
    const { classes } = this.problem;
    const { bins, count } = this.touched;
    for (let k = 0; k < count; k++) {
      if (chained) head[bins[k]] = 0;
      else histogram.fill(0, bins[k] * classes, (bins[k] + 1) * classes);
    }
  }

  private fill(column: number): void {
    const { histogram, touched } = this;
    const { words } = touched;
    const { classes, binned, sample } = this.problem;
    const { codes } = binned;
    const { row, weight, target } = sample;
    const base = column * binned.rows;
    for (let i = this.start; i < this.end; i++) {
      const code = codes[base + row[i]];
      histogram[code * classes + (target[i] | 0)] += weight[i];
      words[code >> 5] |= 1 << (code & 31);
    }
    touched.collect();
  }

  private chain(column: number): void {
    const { head, next, touched, start, end } = this;
    const { words } = touched;
    const { codes, rows } = this.problem.binned;
    const { row } = this.problem.sample;
    const base = column * rows;
    for (let i = start; i < end; i++) {
      const code = codes[base + row[i]];
      next[i - start + 1] = head[code];
      head[code] = i - start + 1;
      words[code >> 5] |= 1 << (code & 31);
    }
    touched.collect();
  }

  /** Tries a split after each of the first `cuts` touched bins; with `missingLeft`, missing values are left of all. */
  private scan(column: number, cuts: number, chained: boolean, missingLeft: boolean, missingSeen: boolean): void {
    const { best, left, right, total } = this;
    const { bins } = this.touched;
    const { minLeafWeight, criterion } = this.problem;
    const gini = criterion === 'gini';
    left.fill(0);
    right.set(total);
    const terms: Terms = { weight: 0, left: 0, right: this.term };
    if (missingLeft && chained) this.moveChain(MISSING_BIN, gini, terms);
    else if (missingLeft) this.moveClasses(MISSING_BIN, gini, terms);
    for (let k = 0; k < cuts; k++) {
      if (chained) this.moveChain(bins[k], gini, terms);
      else this.moveClasses(bins[k], gini, terms);
      const weight = terms.weight;
      const weightRight = this.weight - weight;
      if (weight < minLeafWeight || weightRight < minLeafWeight) continue;
      const score = gini
        ? terms.left / weight + terms.right / weightRight
        : terms.left - xLogX(weight) + terms.right - xLogX(weightRight);
      if (score > best.score) best.set(column, bins[k], bins[k + 1], score, missingLeft, missingSeen);
    }
  }

  /** Moves a bin's rows to the left, from its chain. */
  private moveChain(bin: number, gini: boolean, terms: Terms): void {
    const { left, right, head, next, start } = this;
    const { weight, target } = this.problem.sample;
    let { weight: moved, left: termLeft, right: termRight } = terms;
    for (let i = head[bin]; i > 0; i = next[i]) {
      const c = target[start + i - 1] | 0;
      const w = weight[start + i - 1];
      const l = left[c];
      const r = right[c];
      termLeft += gini ? w * (l + l + w) : xLogX(l + w) - xLogX(l);
      termRight += gini ? w * (w - r - r) : xLogX(r - w) - xLogX(r);
      left[c] = l + w;
      right[c] = r - w;
      moved += w;
    }
    terms.weight = moved;
    terms.left = termLeft;
    terms.right = termRight;
  }

  /** Moves a bin's rows to the left, from the histogram. */
  private moveClasses(bin: number, gini: boolean, terms: Terms): void {
    const { left, right, histogram } = this;
    const { classes } = this.problem;
    let { weight: moved, left: termLeft, right: termRight } = terms;
    const base = bin * classes;
    for (let c = 0; c < classes; c++) {
      const w = histogram[base + c];
      if (w === 0) continue;
      const l = left[c];
      const r = right[c];
      termLeft += gini ? w * (l + l + w) : xLogX(l + w) - xLogX(l);
      termRight += gini ? w * (w - r - r) : xLogX(r - w) - xLogX(r);
      left[c] = l + w;
      right[c] = r - w;
      moved += w;
    }
    terms.weight = moved;
    terms.left = termLeft;
    terms.right = termRight;
  }
}

/** Weight on the left, and the classes' sum of squares (or of x log x) on both sides. */
interface Terms {
  weight: number;
  left: number;
  right: number;
}
