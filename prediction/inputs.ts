import type { NumberColumn } from '../learning/arrays/table.js';
import type { ColumnReading } from '../learning/dataset/dataset.js';
import type { Inputs } from '../learning/dataset/read-inputs.js';
import type { Reading } from '../learning/column-types/reading.js';
import { TextColumn } from '../learning/csv/text-column.js';
import { UserError } from '../contracts/errors.js';

/**
 * One value of a column. `null`, `undefined`, `NaN` and an empty text are missing values. Texts are read as those of a CSV
 * file; numbers, booleans and dates are taken as they are, numbers in the unit of the training data.
 */
export type Value = string | number | bigint | boolean | Date | null | undefined;

/** Rows by the names of their columns. A name that only some rows have is a missing value in the others. */
export type Rows = readonly Readonly<Record<string, Value>>[];

/** Columns of equal length by their names. */
export type Columns = Readonly<Record<string, ArrayLike<Value>>>;

/**
 * Rows as a model reads them.
 *
 * @throws UserError('InvalidData') for no rows, or a value that its column cannot have
 */
export function inputsOfRows(rows: Rows, readings: readonly ColumnReading[]): Inputs {
  const keys = new Map<string, string>();
  rows.forEach((row, i) => {
    if (typeof row !== 'object' || row === null) {
      throw new UserError(
        'InvalidData',
        `row ${i} is ${kindOf(row)}: an object with a value for each column is needed`,
      );
    }
    for (const key of Object.keys(row)) keys.set(key.normalize('NFC'), key);
  });
  const columns = [...keys].map(([name, key]): [string, ArrayLike<Value>] => [name, rows.map((row) => row[key])]);
  return inputsOf('the table', rows.length, columns, readings);
}

/**
 * Columns as a model reads them.
 *
 * @throws UserError('InvalidData') for no rows, columns of different lengths, or a value that its column cannot have
 */
export function inputsOfColumns(given: Columns, readings: readonly ColumnReading[]): Inputs {
  const columns = Object.entries(given).map(([name, values]): [string, ArrayLike<Value>] => {
    if (typeof values === 'object' && values !== null && typeof values.length === 'number') {
      return [name.normalize('NFC'), values];
    }
    throw new UserError('InvalidData', `${name} is ${kindOf(values)}: an array with a value for each row is needed`);
  });
  const rows = columns.at(0)?.[1].length ?? 0;
  const other = columns.find(([, { length }]) => length !== rows);
  if (other) {
    const lengths = `${columns[0][0]} has ${rows} values, ${other[0]} has ${other[1].length}`;
    throw new UserError('InvalidData', `the columns differ in length: ${lengths}`);
  }
  return inputsOf('the table', rows, columns, readings);
}

function inputsOf(
  name: string,
  rows: number,
  columns: readonly [string, ArrayLike<Value>][],
  readings: readonly ColumnReading[],
): Inputs {
  if (rows === 0) throw new UserError('InvalidData', 'there are no rows to predict');
  const byName = new Map(readings.map((column) => [column.name, column.reading]));
  return {
    name,
    rows,
    columns: columns.map(([column, values]) => {
      const reading = byName.get(column);
      return reading ? columnOf(column, values, reading) : new TextColumn(column);
    }),
  };
}

/** A column of numbers or dates as values, unless they are texts; any other as texts. */
function columnOf(name: string, values: ArrayLike<Value>, reading: Reading): TextColumn | NumberColumn {
  if (reading.type !== 'numeric' && reading.type !== 'date') return textsOf(name, values);
  const first = Array.from(values).findIndex((value) => !isMissing(value));
  if (first < 0 || typeof values[first] === 'string') return textsOf(name, values, first);
  const number = reading.type === 'date' ? timeOf : reading.binary ? binaryOf : numberOf;
  const numbers = new Float64Array(values.length);
  for (let row = 0; row < numbers.length; row++) {
    const value = values[row];
    const found = isMissing(value) ? NaN : number(value);
    if (found === null) throw wrongType(name, row, value, reading.type === 'date' ? 'a Date' : 'a finite number');
    numbers[row] = found;
  }
  return { name, type: reading.type, values: numbers };
}

/** @param textsOnly the row from which on a column of numbers or dates has texts; others are refused then */
function textsOf(name: string, values: ArrayLike<Value>, textsOnly = -1): TextColumn {
  const column = new TextColumn(name);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (isMissing(value)) {
      column.append('');
      continue;
    }
    if (typeof value !== 'string' && (textsOnly >= 0 || typeof value === 'object' || !((typeof value) in SCALAR))) {
      throw wrongType(name, row, value, textsOnly >= 0 ? 'a text, as the values before it are' : 'a text');
    }
    column.append(String(value).trim());
  }
  return column;
}

const SCALAR = { string: true, number: true, boolean: true, bigint: true };

function isMissing(value: Value): value is null | undefined {
  return value === null || value === undefined || value === '' || (typeof value === 'number' && Number.isNaN(value));
}

function numberOf(value: Value): number | null {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function binaryOf(value: Value): number | null {
  return typeof value === 'boolean' ? Number(value) : numberOf(value);
}

function timeOf(value: Value): number | null {
  return value instanceof Date && Number.isFinite(value.getTime()) ? value.getTime() : null;
}

function wrongType(name: string, row: number, value: unknown, needed: string): UserError {
  return new UserError('InvalidData', `${name}, row ${row}: ${kindOf(value)}, where the model reads ${needed}`);
}

/** A value in words: `the text "abc"`, `an array`. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : 'a Date';
  if (typeof value === 'string') return `the text ${JSON.stringify(value.slice(0, 40))}`;
  if (typeof value === 'object') return 'an object';
  return typeof value === 'number' || typeof value === 'boolean' ? `the ${typeof value} ${value}` : `a ${typeof value}`;
}
