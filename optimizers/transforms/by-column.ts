import { encodeColumns } from '../../contracts/candidate/column-set.js';
import type { ParadigmDescription } from '../../contracts/candidate/paradigm.js';
import type { Transforms } from '../../contracts/candidate/transform.js';
import type { Change, Patch } from './change.js';
import type { KeptColumn } from './kept-columns.js';
import { describe, isMonotoneInvariant } from './type-wide.js';

/** Absolute skewness above SKEWED counts as skewed, below EVEN as symmetric. */
const SKEWED = 1;
const EVEN = 0.5;
/** Categories above which one-hot encoding gives too many columns. */
const MANY = 12;
/** Columns that are considered one by one. */
const MOST_COLUMNS = 30;
/** Priority of bins for a symmetric column; the shape of a very skewed column has 1. */
const BINS_PROMISE = 0.3;
const ENCODING_PROMISE = 0.5;

/**
 * Changes for some columns only: first for groups of similar columns, then for single ones, the most promising first.
 * The priority of a change of one column is the column's importance times the size of the problem: its skewness, its
 * share of missing values, or its number of categories.
 *
 * @param rows rows that trials see.
 */
export function columnChanges(
  base: Transforms,
  paradigm: ParadigmDescription,
  kept: readonly KeptColumn[],
  rows: number,
): Change[] {
  const invariant = isMonotoneInvariant(paradigm);
  const groups = [...(invariant ? [] : shapeGroups(base, kept)), ...encodingGroups(base, kept)];
  const singles = [...kept]
    .sort((a, b) => b.importance - a.importance || a.index - b.index)
    .slice(0, MOST_COLUMNS)
    // An override of a type's only column is a change of the type.
    .filter(({ type, index }) => kept.some((other) => other.type === type && other.index !== index))
    .flatMap((column) => [...(invariant ? [] : shapesOf(column)), ...encodingsOf(column), ...missingOf(column, rows)])
    .sort((a, b) => b.promise - a.promise)
    .map(({ change }) => change);
  return [...groups, ...singles];
}

function shapeGroups({ numeric }: Transforms, kept: readonly KeptColumn[]): Change[] {
  const columns = kept.filter(({ type }) => type === 'numeric');
  const skew = ({ skewness }: KeptColumn): number => Math.abs(skewness ?? 0);
  return numeric.shape === 'none'
    ? groupChange('skewed columns', columns, (column) => skew(column) > SKEWED, { shape: 'yeo-johnson' })
    : groupChange('even columns', columns, (column) => skew(column) <= EVEN, { shape: 'none' });
}

function encodingGroups({ categorical }: Transforms, kept: readonly KeptColumn[]): Change[] {
  const columns = kept.filter(({ type }) => type === 'categorical');
  return categorical.encode === 'one-hot'
    ? groupChange('columns of many categories', columns, ({ distinct }) => distinct > MANY, { encode: 'target' })
    : groupChange('columns of few categories', columns, ({ distinct }) => distinct <= MANY, { encode: 'one-hot' });
}

/** One change for the columns of a group, unless these are all (that is a change of the type) or fewer than two. */
function groupChange(
  name: string,
  columns: readonly KeptColumn[],
  belongs: (column: KeptColumn) => boolean,
  patch: Patch,
): Change[] {
  const group = columns.filter(belongs);
  if (group.length < 2 || group.length === columns.length) return [];
  const { type } = group[0];
  const set = encodeColumns(group.map(({ index }) => index));
  return [{ coordinate: name, label: `${name} ${describe(patch)}`, type, columns: set, patch }];
}

interface Promising {
  change: Change;
  promise: number;
}

function shapesOf(column: KeptColumn): Promising[] {
  if (column.type !== 'numeric' || column.distinct <= 2) return [];
  const skew = Math.abs(column.skewness ?? 0);
  const reshaping = skew / (1 + skew);
  return [
    promising(column, 'shape', { shape: 'yeo-johnson' }, reshaping),
    promising(column, 'shape', { shape: 'log' }, 0.9 * reshaping),
    promising(column, 'shape', { shape: 'bins' }, BINS_PROMISE),
  ];
}

function encodingsOf(column: KeptColumn): Promising[] {
  if (column.type !== 'categorical' || column.distinct <= 2) return [];
  return (['target', 'one-hot', 'frequency'] as const).map((encode, i) =>
    promising(column, 'encoding', { encode }, ENCODING_PROMISE * 0.9 ** i),
  );
}

function missingOf(column: KeptColumn, rows: number): Promising[] {
  if (column.missing === 0 || column.type === 'date') return [];
  const impute = column.type === 'numeric' ? 'median' : 'most-frequent';
  return [promising(column, 'missing', { impute, indicator: true }, Math.min(1, (2 * column.missing) / rows))];
}

function promising(column: KeptColumn, field: string, patch: Patch, gain: number): Promising {
  const { index, name, type, importance } = column;
  const coordinate = `${field} of column ${index}`;
  const label = `${field} of ${name.slice(0, 24)} (${index}) ${describe(patch)}`;
  return { promise: importance * gain, change: { coordinate, label, type, columns: `${index}`, patch } };
}
