import {
  TRANSFORMS_VERSION,
  transformFits,
  transformOfEachColumn,
  type CategoricalTransform,
  type DateTransform,
  type NumericTransform,
  type Transforms,
} from '../../contracts/candidate/transform.js';
import type { Matrix } from '../arrays/matrix.js';
import { isCategory, type Column, type Table, type Target } from '../arrays/table.js';
import { applyCategory, categoryNames, fitCategory } from './categorical.js';
import { applyDate, fitDate } from './date-parts.js';
import type { FittedColumn, FittedTransforms } from './fitted.js';
import { applyNumeric, fitNumeric } from './numeric.js';

export { fittedTransformsSchema, type FittedTransforms } from './fitted.js';

export interface FitTransformsInput {
  table: Table;
  /** Training rows: no other rows of the table are used. */
  rows: Int32Array;
  /** Indices of the columns to keep. */
  kept: readonly number[];
  transforms: Transforms;
  /** Whether the learner takes NaN; else everything missing is imputed. */
  takesMissing: boolean;
  target: Target;
  /** The group of each of `rows`, see `Dataset`: copies are in one fold of target encoding. */
  groups: Int32Array | null;
  /** 32 bits, for the folds of target encoding. */
  seed: number;
}

/**
 * Fits transforms on training rows, and transforms these. Target-encoded columns are cross-fitted there, so `train`
 * differs from what `applyTransforms` gives for the same rows. Columns that are all missing there are left out.
 *
 * @throws Error for a transform that is for another type of column.
 */
export function fitTransforms(input: FitTransformsInput): { fitted: FittedTransforms; train: Matrix } {
  const { table, rows, kept, transforms, takesMissing, target, groups, seed } = input;
  const each = transformOfEachColumn(
    transforms,
    table.columns.map(({ type }) => type),
  );
  const crossFitted = new Map<number, Float64Array>();
  const columns: FittedColumn[] = [];
  for (const index of kept) {
    const column = table.columns[index];
    if (!transformFits(column.type, each[index])) {
      throw new Error(`column ${column.name} is ${column.type}, its transform is for another type`);
    }
    if (isCategory(column)) {
      const transform = each[index] as CategoricalTransform;
      const fit = fitCategory({ column, rows, transform, takesMissing, target, groups, seed: (seed + index) >>> 0 });
      if (fit.crossFitted) crossFitted.set(index, fit.crossFitted);
      columns.push(fit.fitted);
    } else {
      const fit =
        column.type === 'date'
          ? fitDate(column, rows, each[index] as DateTransform)
          : fitNumeric(column, rows, each[index] as NumericTransform, takesMissing);
      if (fit) columns.push(fit);
    }
  }
  const fitted: FittedTransforms = { version: TRANSFORMS_VERSION, columns };
  return { fitted, train: build(fitted, table, rows, crossFitted) };
}

/**
 * Transforms rows of a table, whose columns are found by name.
 *
 * @param rows null for all
 * @returns a matrix of at least one column: a column of zeros if no column is left
 * @throws Error for a column that is not there, or of another type.
 */
export function applyTransforms(fitted: FittedTransforms, table: Table, rows: Int32Array | null): Matrix {
  return build(fitted, table, rows ?? Int32Array.from({ length: table.rows }, (_, row) => row), new Map());
}

function build(
  { columns }: FittedTransforms,
  table: Table,
  rows: Int32Array,
  crossFitted: ReadonlyMap<number, Float64Array>,
): Matrix {
  const indexOf = new Map(table.columns.map(({ name }, index) => [name, index]));
  const names = columns.map(namesOf);
  const width = names.reduce((sum, own) => sum + own.length, 0);
  const data = new Float64Array(rows.length * Math.max(1, width));
  const source = new Int32Array(Math.max(1, width));
  let first = 0;
  columns.forEach((fitted, c) => {
    const index = indexOf.get(fitted.name);
    if (index === undefined) throw new Error(`the table has no column ${fitted.name}`);
    const end = first + names[c].length;
    const out = data.subarray(first * rows.length, end * rows.length);
    write(fitted, table.columns[index], rows, out, names[c].length);
    const own = crossFitted.get(index);
    if (own) out.set(own);
    source.fill(index, first, end);
    first = end;
  });
  const flat = width === 0 ? ['nothing'] : names.flat();
  return { rows: rows.length, columns: flat.length, data, names: flat, source };
}

/** Columns of the matrix that transforms make. */
export function widthOf({ columns }: FittedTransforms): number {
  return Math.max(
    1,
    columns.reduce((sum, column) => sum + namesOf(column).length, 0),
  );
}

function namesOf(fitted: FittedColumn): string[] {
  switch (fitted.kind) {
    case 'numeric':
      return fitted.indicator ? [fitted.name, `${fitted.name} missing`] : [fitted.name];
    case 'category': {
      const names = categoryNames(fitted);
      return fitted.indicator ? [...names, `${fitted.name} is missing`] : names;
    }
    case 'date':
      return fitted.parts.map(({ part }) => `${fitted.name} ${part}`);
  }
}

function write(fitted: FittedColumn, column: Column, rows: Int32Array, out: Float64Array, width: number): void {
  if (fitted.kind === 'category' && isCategory(column)) applyCategory(fitted, column, rows, out, width);
  else if (fitted.kind === 'numeric' && column.type === 'numeric') applyNumeric(fitted, column, rows, out);
  else if (fitted.kind === 'date' && column.type === 'date') applyDate(fitted, column, rows, out);
  else throw new Error(`column ${column.name} is ${column.type}, not ${fitted.kind} as in training`);
}
