import type { InputColumn } from '../contracts/context.js';
import type { ColumnReading } from './dataset.js';
import { isCategory, type CategoryColumn, type Column, type Dataset, type NumberColumn, type Target } from './table.js';

/** What was found in a column, for people. */
export interface ColumnProfile extends InputColumn {
  /** Why searches leave it out; null where they do not. */
  leftOut: 'empty' | 'constant' | 'identifier' | null;
  /** Of numbers and dates: smallest, quartiles and largest; null where all are missing. */
  quartiles: number[] | null;
  mean: number | null;
  /** Of categories: the most frequent, with their counts. */
  top: { level: string; count: number }[] | null;
}

export interface DataProfile {
  rows: number;
  columns: ColumnProfile[];
  target: { name: string; classes: { level: string; count: number }[] | null; quartiles: number[] | null };
  readings: ColumnReading[];
  warnings: string[];
}

const TOP_LEVELS = 10;
/** Below so many rows, values that are all different prove nothing. */
const FEWEST_ROWS_FOR_IDENTIFIERS = 20;
/** Of texts, this share of different values makes an identifier or free text. */
const IDENTIFIER_SHARE = 0.8;
const IDENTIFIER_NAME = /(^|[_\s.-])(id|uuid|guid|key|index|row|rownames?|unnamed: ?\d+|column 1)$/i;

/**
 * Looks at a data set once, before its search.
 *
 * @param forced columns whose type a person set: they are kept, identifiers or not
 */
export function profileDataset(
  { inputs, target }: Dataset,
  readings: ColumnReading[],
  forced: ReadonlySet<string>,
  warnings: string[],
): DataProfile {
  const columns = inputs.columns.map((column) => profileColumn(column, forced.has(column.name)));
  return { rows: inputs.rows, columns, target: profileTarget(target), readings, warnings };
}

/** The columns as axes see them. */
export function inputColumns({ columns }: DataProfile): InputColumn[] {
  return columns.map(({ name, type, missing, distinct, skewness, useful }) => ({
    name,
    type,
    missing,
    distinct,
    skewness,
    useful,
  }));
}

function profileColumn(column: Column, forced: boolean): ColumnProfile {
  const found = isCategory(column) ? profileCategories(column) : profileNumbers(column);
  const rows = isCategory(column) ? column.codes.length : column.values.length;
  const reason = whyLeftOut(column, found, rows);
  const leftOut = forced && reason === 'identifier' ? null : reason;
  return { name: column.name, type: column.type, ...found, leftOut, useful: leftOut === null };
}

type Found = Pick<ColumnProfile, 'missing' | 'distinct' | 'skewness' | 'quartiles' | 'mean' | 'top'>;

function profileNumbers({ values, type }: NumberColumn): Found {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct++;
  const moments = momentsOf(sorted);
  return {
    missing: values.length - sorted.length,
    distinct,
    skewness: type === 'numeric' ? moments.skewness : null,
    quartiles: quartilesOf(sorted),
    mean: moments.mean,
    top: null,
  };
}

function profileCategories({ codes, levels }: CategoryColumn): Found {
  const counts = new Int32Array(levels.length);
  let missing = 0;
  for (const code of codes) {
    if (code < 0) missing++;
    else counts[code]++;
  }
  const distinct = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  return { missing, distinct, skewness: null, quartiles: null, mean: null, top: topLevels(levels, counts) };
}

function topLevels(levels: readonly string[], counts: Int32Array): { level: string; count: number }[] {
  return levels
    .map((level, code) => ({ level, count: counts[code] }))
    .sort((a, b) => b.count - a.count)
    .slice(0, TOP_LEVELS);
}

function whyLeftOut(column: Column, { missing, distinct }: Found, rows: number): ColumnProfile['leftOut'] {
  if (distinct === 0) return 'empty';
  if (distinct === 1 && missing === 0) return 'constant';
  if (rows < FEWEST_ROWS_FOR_IDENTIFIERS) return null;
  if (column.type === 'categorical') return distinct > IDENTIFIER_SHARE * rows ? 'identifier' : null;
  return column.type === 'numeric' && isNumberedRow(column, distinct) ? 'identifier' : null;
}

/** Whole numbers, all different, that count the rows in their order or are named like keys. */
function isNumberedRow({ name, values }: NumberColumn, distinct: number): boolean {
  if (distinct < values.length || !values.every(Number.isInteger)) return false;
  return values.every((value, i) => i === 0 || value === values[i - 1] + 1) || IDENTIFIER_NAME.test(name);
}

function momentsOf(values: Float64Array): { mean: number | null; skewness: number | null } {
  if (values.length === 0) return { mean: null, skewness: null };
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  let second = 0;
  let third = 0;
  for (const value of values) {
    second += (value - mean) ** 2;
    third += (value - mean) ** 3;
  }
  const sd = Math.sqrt(second / values.length);
  const skewness = sd === 0 ? 0 : third / values.length / sd ** 3;
  return { mean: finite(mean), skewness: finite(skewness) };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function quartilesOf(sorted: Float64Array): number[] | null {
  if (sorted.length === 0) return null;
  return [0, 0.25, 0.5, 0.75, 1].map((share) => sorted[Math.round(share * (sorted.length - 1))]);
}

function profileTarget(target: Target): DataProfile['target'] {
  const { name } = target;
  if (!('codes' in target)) return { name, classes: null, quartiles: quartilesOf(target.values.slice().sort()) };
  const counts = new Int32Array(target.classes.length);
  for (const code of target.codes) counts[code]++;
  const classes = target.classes.map((level, code) => ({ level, count: counts[code] }));
  return { name, classes, quartiles: null };
}
