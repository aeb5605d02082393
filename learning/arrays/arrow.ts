import type { Data } from 'apache-arrow';
import {
  DataType,
  Field,
  Float64,
  makeData,
  Precision,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableFromIPC,
  tableToIPC,
} from 'apache-arrow';
import type { Matrix } from './matrix.js';

/**
 * The files exchanged with a paradigm that has its own task queue (contracts/module/fit-predict.ts): Arrow IPC files
 * (arrow.apache.org/docs/format/Columnar.html#ipc-file-format): float64 columns without nulls, in one record batch or
 * more. The same values give the same bytes.
 *
 * Malformed bytes can make Arrow's reader loop without end: decode files from other programs in a thread that can be
 * terminated.
 */

/** The bytes are not such a file, or lack what they should hold. */
export class ArrowError extends Error {
  override readonly name = 'ArrowError';
}

/** Predictions with NaN or infinite values. */
export class NotFinite extends ArrowError {}

/** A matrix with its target. */
export interface ArrowMatrix {
  /** If the file does not give `source`, each column is its own source. */
  x: Matrix;
  /** Class codes or values, one a row; null if the file has none. */
  y: Float64Array | null;
  /** The group of each row, see `Dataset`; null if the file has no groups. */
  groups: Int32Array | null;
}

/** Allowed deviation from 1 of the sum of a row's probabilities: other libraries compute in single precision. */
const SUM_TOLERANCE = 1e-4;
/** Rows whose sum is this near to 1 are not rescaled, so that reading gives exactly the values that were written. */
const ROUNDING = 1e-9;
const NAMES = 'names';
const SOURCES = 'sources';
const GROUPS = 'groups';
const MAGIC = 'ARROW1';

/**
 * @param y one value a row of the matrix; null for a matrix to predict for
 * @param groups the group of each row, see `Dataset`
 */
export function encodeMatrix(x: Matrix, y: Float64Array | null, groups: Int32Array | null = null): Uint8Array {
  const { rows, columns, data, names, source } = x;
  const named: [string, Float64Array][] = Array.from({ length: columns }, (_, c) => [
    `x${c}`,
    data.subarray(c * rows, (c + 1) * rows),
  ]);
  if (y) named.push(['y', y]);
  return encode(
    named,
    rows,
    new Map([
      [NAMES, JSON.stringify(names)],
      [SOURCES, JSON.stringify(Array.from(source))],
      ...(groups ? [[GROUPS, JSON.stringify(Array.from(groups))] as const] : []),
    ]),
  );
}

/** @throws ArrowError for other columns than `x0`, `x1`, … and `y`, or if `names` is not a list of names. */
export function decodeMatrix(bytes: Uint8Array): ArrowMatrix {
  const table = decode(bytes);
  const inputs = table.schema.fields.filter(({ name }) => name !== 'y').length;
  const columns = Array.from({ length: inputs }, (_, c) => `x${c}`);
  const y = table.getChild('y') ? columnOf(table, 'y') : null;
  checkColumns(table, y ? [...columns, 'y'] : columns);
  const rows = table.numRows;
  const data = new Float64Array(rows * inputs);
  columns.forEach((name, c) => data.set(columnOf(table, name), c * rows));
  const names = readList(table, NAMES, inputs, 'texts', (name) => typeof name === 'string') as string[];
  const numbers = (key: string, count: number, what: string): Int32Array =>
    Int32Array.from(readList(table, key, count, what, (n) => Number.isInteger(n) && (n as number) >= 0) as number[]);
  const { metadata } = table.schema;
  const source = metadata.has(SOURCES)
    ? numbers(SOURCES, inputs, 'numbers of columns')
    : Int32Array.from({ length: inputs }, (_, c) => c);
  const groups = metadata.has(GROUPS) ? numbers(GROUPS, rows, 'numbers of groups') : null;
  return { x: { rows, columns: inputs, data, names, source }, y, groups };
}

/** @param values row-major: probabilities, rows × classes, or a regression's values, rows × 1 */
export function encodePredictions(values: Float64Array, classes: number): Uint8Array {
  const outputs = Math.max(1, classes);
  const rows = values.length / outputs;
  if (!Number.isInteger(rows)) {
    throw new RangeError(`${values.length} predictions do not form rows of ${outputs}`);
  }
  const named = Array.from({ length: outputs }, (_, o): [string, Float64Array] => [
    `p${o}`,
    Float64Array.from({ length: rows }, (_, r) => values[r * outputs + o]),
  ]);
  return encode(named, rows);
}

/**
 * Row-major, as `encodePredictions` takes them; each row of probabilities made to sum to 1.
 *
 * @param expected `classes` is 0 for regression
 * @throws NotFinite for values that are not finite; ArrowError for other columns or rows than expected, or rows that
 *   are not probabilities.
 */
export function decodePredictions(bytes: Uint8Array, expected: { rows: number; classes: number }): Float64Array {
  const { rows, classes } = expected;
  const outputs = Math.max(1, classes);
  const table = decode(bytes);
  const names = Array.from({ length: outputs }, (_, o) => `p${o}`);
  checkColumns(table, names);
  checkRows(table, rows, 'predictions');
  const values = new Float64Array(rows * outputs);
  names.forEach((name, o) => {
    columnOf(table, name).forEach((value, r) => {
      if (!Number.isFinite(value)) throw new NotFinite(`row ${r} of ${name} is ${value}`);
      values[r * outputs + o] = value;
    });
  });
  if (classes > 0) for (let r = 0; r < rows; r++) normalise(values.subarray(r * classes, (r + 1) * classes), r);
  return values;
}

function normalise(probabilities: Float64Array, row: number): void {
  const sum = probabilities.reduce((a, b) => a + b, 0);
  if (Math.abs(sum - 1) > SUM_TOLERANCE || probabilities.some((p) => p < 0)) {
    throw new ArrowError(`row ${row} holds no probabilities: ${Array.from(probabilities.subarray(0, 10)).join(', ')}`);
  }
  if (Math.abs(sum - 1) > ROUNDING) probabilities.forEach((p, c) => (probabilities[c] = p / sum));
}

/** @param importances ≥ 0, one for each column of the matrix, of sum 1 or all 0 */
export function encodeImportances(importances: Float64Array): Uint8Array {
  return encode([['importance', importances]], importances.length);
}

/**
 * @param columns of the matrix
 * @returns their importances, made to sum to 1, or all 0
 * @throws ArrowError for another number of them, or values that are not importances.
 */
export function decodeImportances(bytes: Uint8Array, columns: number): Float64Array {
  const table = decode(bytes);
  checkColumns(table, ['importance']);
  checkRows(table, columns, 'importances');
  const values = columnOf(table, 'importance');
  const wrong = values.findIndex((value) => !Number.isFinite(value) || value < 0);
  if (wrong >= 0) throw new ArrowError(`the importance of column ${wrong} is ${values[wrong]}; it must be 0 or more`);
  const sum = values.reduce((a, b) => a + b, 0);
  if (sum === 0 || Math.abs(sum - 1) <= ROUNDING) return values;
  if (Math.abs(sum - 1) > SUM_TOLERANCE) throw new ArrowError(`the importances' sum is ${sum}; it must be 1 or 0`);
  return values.map((value) => value / sum);
}

function encode(columns: [string, Float64Array][], rows: number, metadata?: Map<string, string>): Uint8Array {
  const fields = columns.map(([name]) => new Field(name, new Float64(), false));
  const schema = new Schema(fields, metadata);
  const children = columns.map(([, data]) => makeData({ type: new Float64(), data, nullCount: 0 }));
  const struct = makeData({ type: new Struct(fields), length: rows, nullCount: 0, children });
  return tableToIPC(new Table(schema, [new RecordBatch(schema, struct)]), 'file');
}

function decode(bytes: Uint8Array): Table {
  const text = (from: number): string => Buffer.from(bytes.subarray(from, from + MAGIC.length)).toString('latin1');
  if (bytes.length < 2 * MAGIC.length || text(0) !== MAGIC || text(bytes.length - MAGIC.length) !== MAGIC) {
    throw new ArrowError('these bytes are not a complete Arrow IPC file');
  }
  try {
    // A copy where values would not lie at multiples of their size.
    return tableFromIPC(bytes.byteOffset % 8 === 0 ? bytes : Uint8Array.from(bytes));
  } catch (error) {
    throw new ArrowError(`this Arrow IPC file cannot be read: ${(error as Error).message}`);
  }
}

function checkColumns(table: Table, expected: readonly string[]): void {
  const found = table.schema.fields.map(({ name }) => name);
  const missing = expected.find((name) => !found.includes(name));
  const listed = `there are ${found.slice(0, 20).join(', ') || 'none'}${found.length > 20 ? ', …' : ''}`;
  if (missing !== undefined) throw new ArrowError(`the column ${missing} is missing: ${listed}`);
  if (found.length > expected.length) {
    throw new ArrowError(`${found.length} columns where ${expected.length} are expected: ${listed}`);
  }
}

function checkRows(table: Table, expected: number, what: string): void {
  if (table.numRows !== expected) {
    throw new ArrowError(`${table.numRows} ${what} where ${expected} are expected`);
  }
}

/** A column's values, over all batches. */
function columnOf(table: Table, name: string): Float64Array {
  const column = table.getChild(name)!;
  if (!DataType.isFloat(column.type) || column.type.precision !== Precision.DOUBLE) {
    throw new ArrowError(`column ${name} is of type ${String(column.type)}; it must be Float64`);
  }
  if (column.nullCount > 0) throw new ArrowError(`column ${name} has nulls; a missing value is NaN`);
  const values = new Float64Array(table.numRows);
  let from = 0;
  for (const chunk of column.data as readonly Data<Float64>[]) {
    if (chunk.values.length < chunk.length) throw new ArrowError(`the values of column ${name} are not all there`);
    values.set(chunk.values.subarray(0, chunk.length), from);
    from += chunk.length;
  }
  return values;
}

/** A JSON array in the schema's metadata. */
function readList(
  table: Table,
  key: string,
  length: number,
  what: string,
  isGood: (value: unknown) => boolean,
): unknown[] {
  const text = table.schema.metadata.get(key);
  let list: unknown;
  try {
    list = JSON.parse(text ?? 'null');
  } catch {
    list = null;
  }
  if (Array.isArray(list) && list.length === length && list.every(isGood)) return list;
  throw new ArrowError(
    `the schema's metadata must have ${key}, a JSON array of ${length} ${what}, not ${text?.slice(0, 100) ?? 'nothing'}`,
  );
}
