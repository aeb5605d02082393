import { createRandom } from '../../random/index.js';
import type { Target } from '../table.js';
import type { FittedEncoding } from './fitted.js';

const FOLDS = 5;
/** A category's own mean counts as its rows against so many rows at the overall mean. */
const SMOOTHING = 10;

/**
 * Smoothed target means of categories (Micci-Barreca 2001): one for a regression or two classes, else one for each
 * class but the first. For the training rows themselves they are cross-fitted: a row's own target has no part in them.
 *
 * @param codes category of each training row, below `categories`
 */
export function encodeByTarget(
  codes: Int32Array,
  categories: number,
  rows: Int32Array,
  target: Target,
  seed: number,
): { encoding: FittedEncoding; crossFitted: Float64Array } {
  const outputs = 'codes' in target ? target.classes.slice(1) : [''];
  const fold = foldOfEachRow(rows.length, seed);
  const crossFitted = new Float64Array(rows.length * outputs.length);
  const values: number[][] = Array.from({ length: categories + 1 }, () => []);
  outputs.forEach((_, output) => {
    const truth = Float64Array.from(rows, (row) =>
      'codes' in target ? Number(target.codes[row] === output + 1) : target.values[row],
    );
    const means = smoothedMeans(codes, categories, truth, () => true);
    means.forEach((mean, code) => values[code].push(mean));
    for (let f = 0; f < FOLDS; f++) {
      const others = smoothedMeans(codes, categories, truth, (i) => fold[i] !== f);
      for (let i = 0; i < rows.length; i++) if (fold[i] === f) crossFitted[output * rows.length + i] = others[codes[i]];
    }
  });
  const names = outputs.map((label) => (outputs.length === 1 ? 'target mean' : `share of ${label}`));
  return { encoding: { kind: 'values', names, values }, crossFitted };
}

function foldOfEachRow(rows: number, seed: number): Uint8Array {
  const folds = Uint8Array.from({ length: rows }, (_, i) => i % FOLDS);
  return createRandom(seed).shuffle(folds);
}

/** For each category, and last for unseen ones, over the rows that count. */
function smoothedMeans(
  codes: Int32Array,
  categories: number,
  truth: Float64Array,
  counts: (row: number) => boolean,
): Float64Array {
  const sums = new Float64Array(categories + 1);
  const numbers = new Float64Array(categories + 1);
  let total = 0;
  let rows = 0;
  for (let i = 0; i < codes.length; i++) {
    if (!counts(i)) continue;
    sums[codes[i]] += truth[i];
    numbers[codes[i]]++;
    total += truth[i];
    rows++;
  }
  const overall = rows === 0 ? 0 : total / rows;
  return sums.map((sum, code) => (sum + SMOOTHING * overall) / (numbers[code] + SMOOTHING));
}
