import type { CategoricalTransform } from '../../contracts/candidate/transform.js';
import type { CategoryColumn, Target } from '../arrays/table.js';
import type { FittedCategory, FittedEncoding } from './fitted.js';
import { oneHot } from './one-hot.js';
import { encodeByTarget } from './target-encoding.js';

export interface CategoryInput {
  column: CategoryColumn;
  rows: Int32Array;
  transform: CategoricalTransform;
  takesMissing: boolean;
  target: Target;
  /** The group of each of `rows`; null if there are no copies. */
  groups: Int32Array | null;
  seed: number;
}

/** The fitted encoder, and for target encoding the cross-fitted values of the training rows (column-major). */
export interface CategoryFit {
  fitted: FittedCategory;
  crossFitted: Float64Array | null;
}

/** Fits an encoder on the training rows of a column. */
export function fitCategory(input: CategoryInput): CategoryFit {
  const { column, rows, transform } = input;
  const training = trainingCodes(column, rows, transform);
  const { levels, fill, hasMissing } = training;
  const { encoding, crossFitted } = fitEncoding(input, training);
  const indicator = transform.indicator && hasMissing;
  return { fitted: { kind: 'category', name: column.name, levels, fill, indicator, encoding }, crossFitted };
}

interface TrainingCodes {
  /** Of the training rows: levels, then `levels.length` for missing. */
  codes: Int32Array;
  /** Rows of each code. */
  counts: Float64Array;
  levels: string[];
  hasMissing: boolean;
  /** Level that replaces a missing value; -1 for none. */
  fill: number;
}

/** Numbers the levels that the training rows hold, in the order of the column's levels. */
function trainingCodes(column: CategoryColumn, rows: Int32Array, { impute }: CategoricalTransform): TrainingCodes {
  const all = new Int32Array(column.levels.length);
  let missing = 0;
  for (const row of rows) {
    if (column.codes[row] < 0) missing++;
    else all[column.codes[row]]++;
  }
  const used = Array.from(all.keys()).filter((code) => all[code] > 0);
  const renumbered = new Int32Array(column.levels.length);
  used.forEach((code, i) => (renumbered[code] = i));
  const mode = used.reduce((best, code, i) => (all[code] > all[used[best]] ? i : best), 0);
  const fill = impute === 'most-frequent' && used.length > 0 ? mode : -1;
  const missingCode = fill >= 0 ? fill : used.length;
  const codes = rows.map((row) => (column.codes[row] < 0 ? missingCode : renumbered[column.codes[row]]));
  const counts = new Float64Array(used.length + 1);
  for (const code of codes) counts[code]++;
  return { codes, counts, levels: used.map((code) => column.levels[code]), hasMissing: missing > 0, fill };
}

function fitEncoding(
  { rows, transform, takesMissing, target, groups, seed }: CategoryInput,
  { codes, counts }: TrainingCodes,
): { encoding: FittedEncoding; crossFitted: Float64Array | null } {
  switch (transform.encode) {
    case 'one-hot':
      return { encoding: oneHot(counts), crossFitted: null };
    case 'ordinal':
      return { encoding: { kind: 'values', names: [''], columns: [ranks(counts, takesMissing)] }, crossFitted: null };
    case 'frequency': {
      const shares = [...Array.from(counts, (count) => count / Math.max(1, rows.length)), 0];
      return { encoding: { kind: 'values', names: ['frequency'], columns: [shares] }, crossFitted: null };
    }
    case 'target':
      return encodeByTarget({ codes, categories: counts.length, rows, target, groups, seed });
  }
}

/**
 * Ranks of levels. Missing and unseen values stay missing for a learner that takes them; otherwise missing is placed
 * before the first level, and unseen levels at the median rank of the training rows, the least informative place.
 */
function ranks(counts: Float64Array, takesMissing: boolean): (number | null)[] {
  const levels = counts.length - 1;
  const known = Array.from({ length: levels }, (_, rank) => rank);
  if (takesMissing) return [...known, null, null];
  const half = (counts.reduce((a, b) => a + b, 0) - counts[levels]) / 2;
  let median = 0;
  for (let below = 0; median < levels - 1 && below + counts[median] < half; median++) below += counts[median];
  return [...known, counts[levels] > 0 ? -1 : median, median];
}

/** Names of the encoded columns, the indicator left out. None if all rows are equal. */
export function categoryNames({ name, levels, encoding }: FittedCategory): string[] {
  if (encoding.kind === 'values') return encoding.names.map((part) => (part ? `${name} ${part}` : name));
  const { columns, other } = encoding;
  const width = columns.reduce((most, column) => Math.max(most, column), other) + 1;
  const names = new Array<string>(width).fill(`${name} other`);
  columns.forEach((column, code) => {
    if (column < 0 || column === other) return;
    names[column] = code === levels.length ? `${name} missing` : `${name}=${levels[code]}`;
  });
  return names;
}

/** Writes the encoded columns, then the indicator. @param out rows × width, column-major, zeros */
export function applyCategory(
  { levels, fill, encoding, indicator }: FittedCategory,
  column: CategoryColumn,
  rows: Int32Array,
  out: Float64Array,
  width: number,
): void {
  const byText = new Map(levels.map((level, code) => [level, code]));
  const unseen = levels.length + 1;
  const codeOf = Int32Array.from(column.levels, (level) => byText.get(level) ?? unseen);
  const missing = fill >= 0 ? fill : levels.length;
  const codes = rows.map((row) => (column.codes[row] < 0 ? missing : codeOf[column.codes[row]]));
  if (encoding.kind === 'one-hot') {
    const placeOf = Int32Array.from([...encoding.columns, encoding.other]);
    codes.forEach((code, i) => {
      if (placeOf[code] >= 0) out[placeOf[code] * rows.length + i] = 1;
    });
  } else {
    encoding.columns.forEach((values, k) => {
      const valueOf = Float64Array.from(values, (value) => value ?? NaN);
      for (let i = 0; i < codes.length; i++) out[k * rows.length + i] = valueOf[codes[i]];
    });
  }
  if (!indicator) return;
  for (let i = 0; i < rows.length; i++) out[(width - 1) * rows.length + i] = column.codes[rows[i]] < 0 ? 1 : 0;
}
