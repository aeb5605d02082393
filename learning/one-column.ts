import { createRandom } from '../random/index.js';
import { dealParts } from './deal.js';
import { areaUnderCurve } from './metrics/auc.js';
import { isCategory, type Column, type Target } from './table.js';

const PARTS = 5;
/** Bins of a numeric column: enough for one threshold anywhere, few enough for some rows in each. */
const FEWEST_BINS = 32;
const ROWS_PER_BIN = 5;

/** The target of some rows, with the group of each (see `Dataset`). */
export interface Truth {
  /** Class codes or values. */
  y: Float64Array;
  /** 0 for values. */
  classes: number;
  groups: Int32Array | null;
}

/**
 * How well one column alone tells the target, cross-validated: by the classes' shares, or the mean, of the training rows
 * in its bin (a level, or a part of the range). The area under the ROC curve for two classes; for more the share of the
 * errors of always naming the most frequent class that it avoids; R² for values.
 */
export function scoreOfColumn(column: Column, rows: Int32Array, truth: Truth): number {
  const { bin, bins } = binsOf(column, rows, Math.max(FEWEST_BINS, 2 * truth.classes));
  const part = dealParts(truth, PARTS, createRandom(1));
  return truth.classes === 0 ? explained(bin, bins, part, truth) : told(bin, bins, part, truth);
}

/** The bin of each row; missing values have one of their own. */
function binsOf(column: Column, rows: Int32Array, most: number): { bin: Int32Array; bins: number } {
  if (isCategory(column)) {
    const bins = column.levels.length + 1;
    return { bin: Int32Array.from(rows, (row) => (column.codes[row] < 0 ? bins - 1 : column.codes[row])), bins };
  }
  const values = Float64Array.from(rows, (row) => column.values[row]);
  const order = Int32Array.from(values.keys())
    .filter((i) => !Number.isNaN(values[i]))
    .sort((a, b) => values[a] - values[b]);
  const bins = Math.max(2, Math.min(most, Math.floor(order.length / ROWS_PER_BIN)));
  const bin = new Int32Array(rows.length).fill(bins);
  let own = 0;
  order.forEach((i, rank) => {
    if (rank === 0 || values[i] !== values[order[rank - 1]]) own = Math.floor((rank * bins) / order.length);
    bin[i] = own;
  });
  return { bin, bins: bins + 1 };
}

function explained(bin: Int32Array, bins: number, part: Int32Array, truth: Truth): number {
  // Squares of the largest doubles are infinite.
  const largest = truth.y.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const y = truth.y.map((value) => value / largest);
  const mean = y.reduce((sum, value) => sum + value / y.length, 0);
  let [left, total] = [0, 0];
  for (let p = 0; p < PARTS; p++) {
    const counts = new Float64Array(bins);
    const sums = new Float64Array(bins);
    y.forEach((value, i) => {
      if (part[i] === p) return;
      counts[bin[i]]++;
      sums[bin[i]] += value - mean;
    });
    y.forEach((value, i) => {
      if (part[i] !== p) return;
      left += (value - mean - sums[bin[i]] / Math.max(1, counts[bin[i]])) ** 2;
      total += (value - mean) ** 2;
    });
  }
  return total > 0 ? 1 - left / total : 0;
}

function told(bin: Int32Array, bins: number, part: Int32Array, { y, classes }: Truth): number {
  const scores = new Float64Array(y.length);
  let right = 0;
  for (let p = 0; p < PARTS; p++) {
    const counts = new Float64Array(bins * classes);
    y.forEach((code, i) => part[i] !== p && counts[bin[i] * classes + code]++);
    y.forEach((code, i) => {
      if (part[i] !== p) return;
      const own = counts.subarray(bin[i] * classes, (bin[i] + 1) * classes);
      scores[i] = (own[1] + 0.5) / (own.reduce((a, b) => a + b, 0) + 1);
      right += Number(own.every((count, other) => other === code || count < own[code]));
    });
  }
  if (classes > 2) {
    const counts = new Float64Array(classes);
    for (const code of y) counts[code]++;
    const others = y.length - Math.max(...counts);
    return others > 0 ? 1 - (y.length - right) / others : 0;
  }
  return areaUnderCurve(scores, Uint8Array.from(y));
}

/**
 * Whether the order of a numeric column tells all: each class has a range of its own, or values rise, or fall, with the
 * column throughout. Chance does not do this to five rows of each of two classes.
 */
export function orderTells(column: Column, rows: Int32Array, { y, classes }: Truth): boolean {
  if (isCategory(column)) return false;
  const x = Float64Array.from(rows, (row) => column.values[row]);
  if (x.some(Number.isNaN)) return false;
  const order = Int32Array.from(x.keys()).sort((a, b) => x[a] - x[b] || y[a] - y[b]);
  let [changes, rises, falls] = [0, 0, 0];
  for (let r = 1; r < order.length; r++) {
    const [before, own] = [order[r - 1], order[r]];
    if (y[own] === y[before]) continue;
    // Rows of one value and different targets: the value does not tell.
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
 * Whether each value of a column has a range of the target's values of its own, as low, middle and high have that were
 * made of them. Chance does not do this to five rows of each of two values.
 */
export function rangesTell(column: Column, rows: Int32Array, { y, classes }: Truth): boolean {
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
  return {
    y: Float64Array.from(rows, (row) => values[row]),
    classes: 'codes' in target ? target.classes.length : 0,
    groups: groups && Int32Array.from(rows, (row) => groups[row]),
  };
}
