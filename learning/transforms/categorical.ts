import type { CategoricalTransform } from '../../contracts/transform.js';
import type { CategoryColumn, Target } from '../table.js';
import type { FittedCategory, FittedEncoding } from './fitted.js';
import { encodeByTarget } from './target-encoding.js';

/** A category with a column of its own needs a place among so many; the rarest share the last. */
const MOST_ONE_HOT_COLUMNS = 64;

export interface CategoryInput {
  column: CategoryColumn;
  rows: Int32Array;
  transform: CategoricalTransform;
  takesMissing: boolean;
  target: Target;
  seed: number;
}

/** What is fitted, and for target encoding the cross-fitted values of the training rows (column-major). */
export interface CategoryFit {
  fitted: FittedCategory;
  crossFitted: Float64Array | null;
}

/** Fits an encoder on the training rows of a column. */
export function fitCategory({ column, rows, transform, takesMissing, target, seed }: CategoryInput): CategoryFit {
  const { codes, levels, hasMissing, fill } = trainingCodes(column, rows, transform);
  const counts = new Float64Array(levels.length + 1);
  for (const code of codes) counts[code]++;
  const { encoding, crossFitted } = fitEncoding();
  const indicator = transform.indicator && hasMissing;
  return { fitted: { kind: 'category', name: column.name, levels, fill, indicator, encoding }, crossFitted };

  function fitEncoding(): { encoding: FittedEncoding; crossFitted: Float64Array | null } {
    switch (transform.encode) {
      case 'one-hot':
        return { encoding: oneHot(counts), crossFitted: null };
      case 'ordinal':
        return { encoding: ordinal(levels.length, takesMissing), crossFitted: null };
      case 'frequency': {
        const shares = Array.from(counts, (count) => [count / Math.max(1, rows.length)]);
        return { encoding: { kind: 'values', names: ['frequency'], values: [...shares, [0]] }, crossFitted: null };
      }
      case 'target':
        return encodeByTarget(codes, counts.length, rows, target, seed);
    }
  }
}

interface TrainingCodes {
  /** Of the training rows: levels, then `levels.length` for missing. */
  codes: Int32Array;
  levels: string[];
  hasMissing: boolean;
  fill: number;
}

/** Numbers the levels that the training rows hold, in the order of the column's levels. */
function trainingCodes(column: CategoryColumn, rows: Int32Array, { impute }: CategoricalTransform): TrainingCodes {
  const counts = new Int32Array(column.levels.length);
  let missing = 0;
  for (const row of rows) {
    if (column.codes[row] < 0) missing++;
    else counts[column.codes[row]]++;
  }
  const used = Array.from(counts.keys()).filter((code) => counts[code] > 0);
  const renumbered = new Int32Array(column.levels.length);
  used.forEach((code, i) => (renumbered[code] = i));
  const mode = used.reduce((best, code, i) => (counts[code] > counts[used[best]] ? i : best), 0);
  const fill = impute === 'most-frequent' && used.length > 0 ? mode : -1;
  const missingCode = fill >= 0 ? fill : used.length;
  const codes = Int32Array.from(rows, (row) => (column.codes[row] < 0 ? missingCode : renumbered[column.codes[row]]));
  return { codes, levels: used.map((code) => column.levels[code]), hasMissing: missing > 0, fill };
}

/** @param counts of each level, then of missing */
function oneHot(counts: Float64Array): FittedEncoding {
  const seen = Array.from(counts.keys()).filter((code) => counts[code] > 0);
  const columns = new Array<number>(counts.length).fill(-1);
  // One column tells two categories apart: the second gets it.
  if (seen.length === 2) columns[seen[1]] = 0;
  if (seen.length <= 2) return { kind: 'one-hot', columns, other: -1 };
  if (seen.length <= MOST_ONE_HOT_COLUMNS) {
    seen.forEach((code, i) => (columns[code] = i));
    return { kind: 'one-hot', columns, other: -1 };
  }
  const other = MOST_ONE_HOT_COLUMNS - 1;
  const frequent = [...seen].sort((a, b) => counts[b] - counts[a] || a - b).slice(0, other);
  for (const code of seen) columns[code] = other;
  frequent.sort((a, b) => a - b).forEach((code, i) => (columns[code] = i));
  return { kind: 'one-hot', columns, other };
}

/** Missing and unseen lie before the first level, or stay missing where the learner takes it. */
function ordinal(levels: number, takesMissing: boolean): FittedEncoding {
  const outside = takesMissing ? null : -1;
  const ranks = Array.from({ length: levels }, (_, rank): (number | null)[] => [rank]);
  return { kind: 'values', names: ['rank'], values: [...ranks, [outside], [outside]] };
}

/** Names of the encoded columns, the indicator left out. None where there is nothing to tell apart. */
export function categoryNames({ name, levels, encoding }: FittedCategory): string[] {
  if (encoding.kind === 'values') {
    return encoding.names.map((part) => (part === 'rank' ? name : `${name} ${part}`));
  }
  const width = Math.max(-1, encoding.other, ...encoding.columns) + 1;
  return Array.from({ length: width }, (_, column) => {
    if (column === encoding.other) return `${name} other`;
    const code = encoding.columns.indexOf(column);
    return code === levels.length ? `${name} missing` : `${name}=${levels[code]}`;
  });
}

/** Writes the encoded columns, then the indicator. @param out rows × width, column-major, zeros */
export function applyCategory(
  fitted: FittedCategory,
  column: CategoryColumn,
  rows: Int32Array,
  out: Float64Array,
  width: number,
): void {
  const { levels, fill, encoding, indicator } = fitted;
  const byText = new Map(levels.map((level, code) => [level, code]));
  const unseen = levels.length + 1;
  const codeOf = Int32Array.from(column.levels, (level) => byText.get(level) ?? unseen);
  const missingCode = fill >= 0 ? fill : levels.length;
  for (let i = 0; i < rows.length; i++) {
    const code = column.codes[rows[i]];
    const own = code < 0 ? missingCode : codeOf[code];
    if (encoding.kind === 'one-hot') {
      const place = own === unseen ? encoding.other : encoding.columns[own];
      if (place >= 0) out[place * rows.length + i] = 1;
    } else {
      const values = encoding.values[own];
      for (let k = 0; k < values.length; k++) out[k * rows.length + i] = values[k] ?? NaN;
    }
    if (indicator && code < 0) out[(width - 1) * rows.length + i] = 1;
  }
}
