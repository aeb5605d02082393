import { createRandom } from '../../random/index.js';
import { unitsOf } from '../splits/stratified-group-k-fold.js';
import type { Target } from '../arrays/table.js';
import { bounded } from './bounded.js';
import type { FittedEncoding } from './fitted.js';

const FOLDS = 5;
/** Most columns: with more classes only the most frequent get one, as in one-hot encoding. */
const MOST_COLUMNS = 64;

export interface TargetEncodingInput {
  /** Category of each training row, below `categories`. */
  codes: Int32Array;
  categories: number;
  rows: Int32Array;
  target: Target;
  /** The group of each training row; null if there are no copies. */
  groups: Int32Array | null;
  /** 32 bits. */
  seed: number;
}

interface Encoded {
  encoding: FittedEncoding;
  /** Values of the training rows, column-major. */
  crossFitted: Float64Array;
}

/**
 * Means of the target by category, shrunk towards the mean of all rows (Micci-Barreca 2001): one column for a
 * regression or two classes, else one for each class but the first. For the training rows they are cross-fitted: a row
 * gets the mean of its category over the other folds, which contain no copy of it. The overall mean and the strength of
 * the shrinkage are the same in all folds: if they varied, they would leak the targets of a fold.
 */
export function encodeByTarget({ codes, categories, rows, target, groups, seed }: TargetEncodingInput): Encoded {
  const outputs = 'codes' in target ? encodedClasses(target.codes, target.classes.length, rows) : [0];
  const fold = foldsOf(groups, rows.length, seed);
  const cell = codes.map((code, i) => code * FOLDS + fold[i]);
  const counts = sumsOf(cell, null, categories * FOLDS);
  const crossFitted = new Float64Array(rows.length * outputs.length);
  const columns = outputs.map((output, k) => {
    const truth = truthOf(target, output, rows);
    const { values, heldOut } = shrunkMeans(cell, counts, truth);
    for (let i = 0; i < rows.length; i++) crossFitted[k * rows.length + i] = heldOut[cell[i]];
    return values;
  });
  const names = outputs.map((output) =>
    'codes' in target && target.classes.length > 2 ? `share of ${target.classes[output]}` : 'target mean',
  );
  return { encoding: { kind: 'values', names, columns }, crossFitted };
}

/** Not stratified: in stratified folds the targets of the other folds would leak those of a fold. */
function foldsOf(groups: Int32Array | null, rows: number, seed: number): Uint8Array {
  const units = unitsOf(groups, rows);
  const ofUnit = createRandom(seed).shuffle(Uint8Array.from({ length: units.count }, (_, u) => u % FOLDS));
  const fold = new Uint8Array(rows);
  for (let u = 0; u < units.count; u++) {
    for (let i = units.start[u]; i < units.start[u + 1]; i++) fold[units.rows[i]] = ofUnit[u];
  }
  return fold;
}

/** All but the first; of very many, the most frequent. */
function encodedClasses(codes: Int32Array, classes: number, rows: Int32Array): number[] {
  const counts = new Int32Array(classes);
  for (const row of rows) counts[codes[row]]++;
  const all = Array.from({ length: classes - 1 }, (_, i) => i + 1);
  if (all.length <= MOST_COLUMNS) return all;
  const frequent = all.sort((a, b) => counts[b] - counts[a] || a - b).slice(0, MOST_COLUMNS);
  return frequent.sort((a, b) => a - b);
}

function truthOf(target: Target, output: number, rows: Int32Array): Float64Array {
  const truth = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    truth[i] = 'codes' in target ? Number(target.codes[rows[i]] === output) : bounded(target.values[rows[i]]);
  }
  return truth;
}

/** Sums of values by cell; counts where there are no values. */
function sumsOf(cell: Int32Array, values: Float64Array | null, cells: number): Float64Array {
  const sums = new Float64Array(cells);
  for (let i = 0; i < cell.length; i++) sums[cell[i]] += values ? values[i] : 1;
  return sums;
}

/**
 * @param cell category and fold of each row, `counts` of its rows
 * @returns means by category and, last, for unseen ones; means of each category without each fold, by cell
 */
function shrunkMeans(
  cell: Int32Array,
  counts: Float64Array,
  truth: Float64Array,
): { values: number[]; heldOut: Float64Array } {
  let mean = 0;
  for (let i = 0; i < truth.length; i++) mean += (truth[i] - mean) / (i + 1);
  const centred = truth.map((value) => value - mean);
  const sums = sumsOf(cell, centred, counts.length);
  const categories = counts.length / FOLDS;
  const numbers = new Float64Array(categories);
  const totals = new Float64Array(categories);
  for (let c = 0; c < counts.length; c++) {
    numbers[Math.floor(c / FOLDS)] += counts[c];
    totals[Math.floor(c / FOLDS)] += sums[c];
  }
  const strength = shrinkage(numbers, totals, centred);
  const shrunk = (sum: number, count: number): number => bounded(mean + sum / (count + strength));
  const values = Array.from(totals, (total, code) => shrunk(total, numbers[code]));
  const heldOut = sums.map((_, c) => {
    const first = c - (c % FOLDS);
    let [sum, count] = [0, 0];
    for (let other = first; other < first + FOLDS; other++) {
      if (other === c) continue;
      sum += sums[other];
      count += counts[other];
    }
    return shrunk(sum, count);
  });
  return { values: [...values, bounded(mean)], heldOut };
}

/**
 * The strength of the shrinkage in rows: the variance within categories divided by that between them, as the analysis
 * of variance of a one-way random-effects model estimates both (Searle, Casella & McCulloch 1992, chapter 3). At least
 * 1, at most the number of rows (uninformative categories).
 *
 * @param centred the target less its mean, `totals` its sums by category
 */
function shrinkage(numbers: Float64Array, totals: Float64Array, centred: Float64Array): number {
  const rows = centred.length;
  let used = 0;
  let squares = 0;
  let between = 0;
  for (let code = 0; code < numbers.length; code++) {
    if (numbers[code] === 0) continue;
    used++;
    squares += numbers[code] * numbers[code];
    between += (totals[code] * totals[code]) / numbers[code];
  }
  if (used < 2 || used === rows) return Math.max(1, rows);
  let total = 0;
  for (const value of centred) total += value * value;
  const within = Math.max(0, total - between) / (rows - used);
  const variance = (between / (used - 1) - within) / ((rows - squares / rows) / (used - 1));
  return variance > 0 ? Math.min(rows, Math.max(1, within / variance)) : rows;
}
