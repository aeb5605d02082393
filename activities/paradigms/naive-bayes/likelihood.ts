import { columnOf, type Matrix } from '../../../learning/arrays/matrix.js';
import { BINARY, GAUSSIAN, type Layout } from './layout.js';
import type { Statistics } from './statistics.js';

/**
 * A fitted naive Bayes model; tables are [column * classes + class]. The log-likelihood of a value v is, for a Gaussian
 * column, base - (v - mean)² · gain; for a two-valued column, base + gain where v lies above the column's centre.
 */
export interface Likelihood {
  logPrior: Float64Array;
  base: Float64Array;
  gain: Float64Array;
  mean: Float64Array;
}

export interface Smoothing {
  /** Lidstone's pseudo-count of each level of a category. */
  alpha: number;
  /** Share of a column's whole variance that is added to its variance in each class. */
  variance: number;
}

/**
 * Estimates the model. A class with no value in a column takes the column's whole distribution, and a class with no row
 * a prior of half a row, so that every probability stays above 0.
 */
export function estimate(statistics: Statistics, layout: Layout, classes: number, smoothing: Smoothing): Likelihood {
  const columns = layout.kind.length;
  const size = columns * classes;
  const model: Likelihood = {
    logPrior: logPriors(statistics.rows),
    base: new Float64Array(size),
    gain: new Float64Array(size),
    mean: new Float64Array(size),
  };
  for (let j = 0; j < columns; j++) {
    if (layout.kind[j] === GAUSSIAN) gaussian(statistics, layout.centre[j], j, classes, smoothing.variance, model);
    else if (layout.kind[j] === BINARY && layout.first[j] === j)
      levels(statistics, groupOf(layout, j), classes, smoothing.alpha, model);
  }
  return model;
}

function logPriors(rows: Float64Array): Float64Array {
  const total = rows.reduce((a, b) => a + b, 0);
  if (!(total > 0)) return rows.map(() => -Math.log(rows.length));
  return rows.map((weight) => Math.log((weight > 0 ? weight : Math.min(0.5, total / 2)) / total));
}

function groupOf(layout: Layout, head: number): number[] {
  const group: number[] = [];
  for (let j = head; j < layout.kind.length; j++)
    if (layout.kind[j] === BINARY && layout.first[j] === head) group.push(j);
  return group;
}

// Bounds that keep every density finite: of variances, and of one value's distance in the exponent.
const SMALLEST = 1e-200;
const LARGEST = 1e200;

/** Mean and variance of one Gaussian column in every class. */
function gaussian(s: Statistics, centre: number, j: number, classes: number, smoothing: number, model: Likelihood) {
  const from = j * classes;
  const whole = { weight: 0, sum: 0, squares: 0 };
  for (let i = from; i < from + classes; i++) {
    whole.weight += s.weight[i];
    whole.sum += s.sum[i];
    whole.squares += s.squares[i];
  }
  const overall = moments(whole.weight, whole.sum, whole.squares);
  // A column that is constant in these rows gives no information (it may vary over all rows).
  if (!(overall.variance > SMALLEST && overall.variance < LARGEST)) return;
  for (let i = from; i < from + classes; i++) {
    const own = s.weight[i] > 0 ? moments(s.weight[i], s.sum[i], s.squares[i]) : overall;
    const variance = Math.max(SMALLEST, own.variance + smoothing * overall.variance);
    model.mean[i] = centre + own.mean;
    model.gain[i] = 0.5 / variance;
    model.base[i] = -0.5 * Math.log(2 * Math.PI * variance);
  }
}

function moments(weight: number, sum: number, squares: number): { mean: number; variance: number } {
  const mean = weight > 0 ? sum / weight : 0;
  return { mean, variance: weight > 0 ? Math.max(0, squares / weight - mean * mean) : 0 };
}

/**
 * Probabilities of the levels of one category, one-hot in the columns of `group`. The level "none of them" exists if
 * training rows have it; if not, a row without a level (a category unseen in training) gives no evidence.
 */
function levels(s: Statistics, group: number[], classes: number, alpha: number, model: Likelihood): void {
  const head = group[0] * classes;
  const at = (j: number, c: number): number => s.sum[j * classes + c];
  const none = Array.from({ length: classes }, (_, c) =>
    group.reduce((left, j) => left - at(j, c), s.weight[head + c]),
  );
  const total = Array.from({ length: classes }, (_, c) => s.weight[head + c]).reduce((a, b) => a + b, 0);
  // A tolerance, because differences of fractional weights are not exactly 0.
  const hasNone = none.reduce((a, b) => a + b, 0) > 1e-9 * total;
  const count = group.length + (hasNone ? 1 : 0);
  for (let c = 0; c < classes; c++) {
    const scale = s.weight[head + c] + alpha * count;
    const logNone = hasNone ? Math.log((Math.max(0, none[c]) + alpha) / scale) : 0;
    model.base[head + c] = logNone;
    for (const j of group) model.gain[j * classes + c] = Math.log((Math.max(0, at(j, c)) + alpha) / scale) - logNone;
  }
}

/**
 * Adds the log-likelihood of the rows under every class to `out` (row-major, rows × classes); missing values add
 * nothing. Rows whose fold is not `only` are skipped.
 */
export function addLogLikelihood(
  model: Likelihood,
  layout: Layout,
  x: Matrix,
  classes: number,
  out: Float64Array,
  fold: Int32Array | null = null,
  only = 0,
): void {
  const { base, gain, mean } = model;
  for (let j = 0; j < x.columns; j++) {
    const kind = layout.kind[j];
    if (kind !== GAUSSIAN && kind !== BINARY) continue;
    const column = columnOf(x, j);
    const centre = layout.centre[j];
    const from = j * classes;
    for (let r = 0; r < x.rows; r++) {
      const value = column[r];
      if (Number.isNaN(value) || (fold !== null && fold[r] !== only)) continue;
      const to = r * classes;
      if (kind === GAUSSIAN) {
        for (let c = 0; c < classes; c++) {
          const away = value - mean[from + c];
          out[to + c] += base[from + c] - Math.min(LARGEST, away * away * gain[from + c]);
        }
      } else {
        const upper = value > centre ? 1 : 0;
        for (let c = 0; c < classes; c++) out[to + c] += base[from + c] + upper * gain[from + c];
      }
    }
  }
}
