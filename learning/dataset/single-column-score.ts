import { createRandom } from '../../random/index.js';
import { stratifiedGroupKFold } from '../splits/stratified-group-k-fold.js';
import { areaUnderCurve } from '../metrics/auc.js';
import { isCategory, type Column, type Target } from '../arrays/table.js';

const PARTS = 5;
/** Bins of a numeric column: enough for one threshold anywhere, few enough for some rows in each. */
const FEWEST_BINS = 32;
const ROWS_PER_BIN = 5;

/** The target of some rows. */
export interface Truth {
  /** Class codes or values. */
  y: Float64Array;
  /** 0 for values. */
  classes: number;
  /** The fold of each row; groups (see `Dataset`) are not split. */
  part: Int32Array;
}

/**
 * The cross-validated score of one column alone. It predicts the class shares, or the mean, of the training rows in the
 * same bin (a level, or a part of the range). The score is the area under the ROC curve for two classes; for more
 * classes, the share by which it reduces the errors of always predicting the most frequent class; R² for regression.
 */
export function scoreOfColumn(column: Column, rows: Int32Array, truth: Truth): number {
  const { bin, bins } = binsOf(column, rows, Math.max(FEWEST_BINS, 2 * truth.classes));
  return truth.classes === 0 ? regressionScore(bin, bins, truth) : classScore(bin, bins, truth);
}

/** The bin of each row; missing values have one of their own. */
function binsOf(column: Column, rows: Int32Array, most: number): { bin: Int32Array; bins: number } {
  if (isCategory(column)) {
    const bins = column.levels.length + 1;
    return { bin: Int32Array.from(rows, (row) => (column.codes[row] < 0 ? bins - 1 : column.codes[row])), bins };
  }
  const values = Float64Array.from(rows, (row) => column.values[row]);
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const bins = Math.max(2, Math.min(most, Math.floor(sorted.length / ROWS_PER_BIN)));
  const starts = Array.from({ length: bins - 1 }, (_, b) => sorted[Math.ceil(((b + 1) * sorted.length) / bins)]);
  const bin = new Int32Array(rows.length);
  for (let i = 0; i < bin.length; i++) {
    let [low, high] = [0, Number.isNaN(values[i]) ? 0 : starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[i] >= starts[middle]) low = middle + 1;
      else high = middle;
    }
    bin[i] = Number.isNaN(values[i]) ? bins : low;
  }
  return { bin, bins: bins + 1 };
}

function regressionScore(bin: Int32Array, bins: number, { y: values, part }: Truth): number {
  // Squares of the largest doubles are infinite.
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const y = values.map((value) => value / largest);
  const mean = y.reduce((sum, value) => sum + value / y.length, 0);
  // Rows of each bin, by fold; the last entry is the sum.
  const counts = new Float64Array(bins * (PARTS + 1));
  const sums = new Float64Array(bins * (PARTS + 1));
  for (let i = 0; i < y.length; i++) {
    for (const cell of [bin[i] * (PARTS + 1) + part[i], bin[i] * (PARTS + 1) + PARTS]) {
      counts[cell]++;
      sums[cell] += y[i] - mean;
    }
  }
  let [left, total] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    const all = bin[i] * (PARTS + 1) + PARTS;
    const own = all - PARTS + part[i];
    const others = counts[all] - counts[own];
    left += (y[i] - mean - (others > 0 ? (sums[all] - sums[own]) / others : 0)) ** 2;
    total += (y[i] - mean) ** 2;
  }
  return total > 0 ? 1 - left / total : 0;
}

function classScore(bin: Int32Array, bins: number, { y, classes, part }: Truth): number {
  // Rows of each bin and class, by fold; the last entry is the sum.
  const counts = new Int32Array(bins * classes * (PARTS + 1));
  const at = (i: number, code: number, p: number): number => (bin[i] * (PARTS + 1) + p) * classes + code;
  for (let i = 0; i < y.length; i++) {
    counts[at(i, y[i], part[i])]++;
    counts[at(i, y[i], PARTS)]++;
  }
  const othersOf = (i: number, code: number): number => counts[at(i, code, PARTS)] - counts[at(i, code, part[i])];
  if (classes === 2) {
    const scores = new Float64Array(y.length);
    for (let i = 0; i < y.length; i++) scores[i] = (othersOf(i, 1) + 0.5) / (othersOf(i, 0) + othersOf(i, 1) + 1);
    return areaUnderCurve(scores, Uint8Array.from(y));
  }
  const rows = new Float64Array(classes);
  let errors = 0;
  for (let i = 0; i < y.length; i++) {
    rows[y[i]]++;
    const own = othersOf(i, y[i]);
    let best = true;
    for (let code = 0; best && code < classes; code++) best = code === y[i] || othersOf(i, code) < own;
    if (!best) errors++;
  }
  const without = y.length - Math.max(...rows);
  return without > 0 ? 1 - errors / without : 0;
}

/**
 * Whether the order of a numeric column predicts the target exactly: the classes have disjoint ranges, or the target is
 * monotonic in the column. This is very unlikely by chance with five rows of each of two classes.
 */
export function orderDeterminesTarget(column: Column, rows: Int32Array, { y, classes }: Truth): boolean {
  if (isCategory(column)) return false;
  const x = Float64Array.from(rows, (row) => column.values[row]);
  if (x.some(Number.isNaN)) return false;
  const order = Int32Array.from(x.keys()).sort((a, b) => x[a] - x[b] || y[a] - y[b]);
  let [changes, rises, falls] = [0, 0, 0];
  for (let r = 1; r < order.length; r++) {
    const [before, own] = [order[r - 1], order[r]];
    if (y[own] === y[before]) continue;
    // Rows with the same value and different targets: the value does not decide.
    if (x[own] === x[before]) return false;
    changes++;
    if (y[own] > y[before]) rises++;
    else falls++;
  }
  const counts = new Float64Array(classes);
  if (classes > 0) for (const code of y) counts[code]++;
  return classes > 0
    ? changes === counts.filter((count) => count > 0).length - 1 && counts.filter((count) => count >= 5).length > 1
    : changes > 5 && (rises === 0 || falls === 0);
}

/**
 * Whether the values of a column have disjoint ranges of the target, such as low, middle and high made from the target.
 * This is very unlikely by chance with five rows of each of two values.
 */
export function rangesDetermineTarget(column: Column, rows: Int32Array, { y, classes }: Truth): boolean {
  if (classes > 0) return false;
  const x = Float64Array.from(rows, (row) => (isCategory(column) ? column.codes[row] : column.values[row]));
  if (x.some(Number.isNaN)) return false;
  const order = Int32Array.from(x.keys()).sort((a, b) => y[a] - y[b] || x[a] - x[b]);
  const counts = new Map<number, number>();
  let changes = 0;
  order.forEach((i, r) => {
    counts.set(x[i], (counts.get(x[i]) ?? 0) + 1);
    if (r > 0 && x[i] !== x[order[r - 1]]) changes++;
  });
  return changes === counts.size - 1 && [...counts.values()].filter((count) => count >= 5).length > 1;
}

/** Class codes or values at some rows. */
export function truthAt(target: Target, groups: Int32Array | null, rows: Int32Array): Truth {
  const values = 'codes' in target ? target.codes : target.values;
  const y = Float64Array.from(rows, (row) => values[row]);
  const classes = 'codes' in target ? target.classes.length : 0;
  const own = groups && Int32Array.from(rows, (row) => groups[row]);
  return { y, classes, part: stratifiedGroupKFold({ y, classes, groups: own }, PARTS, createRandom(1)) };
}
