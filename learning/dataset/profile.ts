import type { InputColumn } from '../../contracts/module/context.js';
import type { BuiltDataset, ColumnReading } from './dataset.js';
import { HOLDOUT, rowsWhere } from '../splits/folds.js';
import { findLeaks, type Leaks } from './leaks.js';
import { whyLeftOut } from './left-out.js';
import { isCategory, type CategoryColumn, type Column, type NumberColumn, type Target } from '../arrays/table.js';
import { unscale, powerOfTwoScale } from '../numeric/power-of-two-scale.js';
import { describeReading } from '../column-types/reading.js';

/** What was found in a column, for people. Counts are of the search's rows. */
export interface ColumnProfile extends InputColumn {
  /** How its texts are read, in words. */
  reading: string;
  /** Why they are read so, with an example. */
  evidence: string;
  /** Why searches leave it out, in words with numbers; null if they do not. */
  leftOut: string | null;
  /** Of numbers and dates: smallest, quartiles and largest; null where all are missing. */
  quartiles: number[] | null;
  mean: number | null;
  /** Of categories: the most frequent, with their counts. */
  top: { level: string; count: number }[] | null;
}

export interface TargetProfile {
  name: string;
  /** How its texts are read, with examples. */
  evidence: string;
  /** Null for a regression. */
  classes: { level: string; count: number }[] | null;
  /** Of a regression's values: smallest, quartiles and largest. */
  quartiles: number[] | null;
}

export interface DataProfile {
  rows: number;
  /** Rows that are not held out: the only ones used to describe the columns. */
  searchRows: number;
  columns: ColumnProfile[];
  target: TargetProfile;
  /** Held out rows that earlier searches, from which this one warm-starts, had trained on. */
  holdoutSeen: number;
  readings: ColumnReading[];
  warnings: string[];
}

const TOP_LEVELS = 10;

/**
 * Describes a data set before its search. Only rows that are not held out are used, because the search depends on the
 * result.
 *
 * @param forced columns whose type the user set: they are kept even if they are identifiers
 */
export function profileDataset(built: BuiltDataset, forced: ReadonlySet<string>): DataProfile {
  const { dataset, assignment, readings, evidence, warnings } = built;
  const searched = rowsWhere(assignment, (place) => place !== HOLDOUT);
  const columns = dataset.inputs.columns.map((column, c): ColumnProfile => {
    const own = columnAt(column, searched);
    const found = isCategory(own) ? profileCategories(own) : profileNumbers(own);
    const leftOut = whyLeftOut(own, { ...found, rows: searched }, forced.has(column.name));
    const { name, type } = column;
    const reading = describeReading(readings[c].reading);
    return { name, type, reading, evidence: evidence[c], ...found, leftOut, useful: leftOut === null };
  });
  const useful = new Set(columns.filter((column) => column.useful).map(({ name }) => name));
  const leaks = findLeaks(dataset, { rows: searched, names: useful, targetAgain: built.targetAgain });
  const kept = columns.map((column) => withoutCopies(column, leaks, forced));
  return {
    rows: dataset.inputs.rows,
    searchRows: searched.length,
    columns: kept,
    target: profileTarget(dataset.target, built.targetEvidence),
    holdoutSeen: 0,
    readings,
    warnings: [...warnings, ...leaks.warnings],
  };
}

/** A copy of the target is left out; if the user set its type, there is only a warning. */
function withoutCopies(column: ColumnProfile, { copies, warnings }: Leaks, forced: ReadonlySet<string>): ColumnProfile {
  const copy = copies.get(column.name);
  if (copy === undefined) return column;
  if (forced.has(column.name)) {
    warnings.push(`${column.name}: ${copy}; it is kept, because its type was set`);
    return column;
  }
  warnings.push(`left out: ${column.name}: ${copy}`);
  return { ...column, leftOut: copy, useful: false };
}

function columnAt(column: Column, rows: Int32Array): Column {
  if (isCategory(column)) return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]) };
  return { ...column, values: Float64Array.from(rows, (row) => column.values[row]) };
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
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, TOP_LEVELS);
}

function momentsOf(values: Float64Array): { mean: number | null; skewness: number | null } {
  if (values.length === 0) return { mean: null, skewness: null };
  const unit = powerOfTwoScale(values);
  const mean = values.reduce((sum, value) => sum + value * unit, 0) / values.length;
  let second = 0;
  let third = 0;
  for (const value of values) {
    second += (value * unit - mean) ** 2;
    third += (value * unit - mean) ** 3;
  }
  const sd = Math.sqrt(second / values.length);
  const skewness = sd === 0 ? 0 : third / values.length / sd ** 3;
  return { mean: finite(unscale(mean, unit)), skewness: finite(skewness) };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function quartilesOf(sorted: Float64Array): number[] | null {
  if (sorted.length === 0) return null;
  return [0, 0.25, 0.5, 0.75, 1].map((share) => sorted[Math.round(share * (sorted.length - 1))]);
}

function profileTarget(target: Target, evidence: string): TargetProfile {
  const { name } = target;
  if (!('codes' in target))
    return { name, evidence, classes: null, quartiles: quartilesOf(target.values.slice().sort()) };
  const counts = new Int32Array(target.classes.length);
  for (const code of target.codes) counts[code]++;
  const classes = target.classes.map((level, code) => ({ level, count: counts[code] }));
  return { name, evidence, classes, quartiles: null };
}
