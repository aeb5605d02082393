import { UserError } from '../contracts/errors.js';
import type { Task } from '../contracts/task.js';
import type { ColumnType } from '../contracts/transform.js';
import type { CsvTable } from './csv/index.js';
import { decodeSafetensors, encodeSafetensors, type Tensor } from './safetensors.js';
import { isCategory, type Column, type Dataset, type Table, type Target } from './table.js';
import { resolveTarget } from './target.js';
import { inferReadings } from './types/infer.js';
import { readColumn } from './types/read-column.js';
import type { Reading, ReadingChoices } from './types/reading.js';

/** How an input column was read, to read the same column of another file. */
export interface ColumnReading {
  name: string;
  reading: Reading;
}

export interface DatasetOptions extends ReadingChoices {
  target: string;
  task: Task | 'auto';
  /** Overrides of inferred types, by column. */
  types: ReadonlyMap<string, ColumnType>;
}

export interface BuiltDataset {
  dataset: Dataset;
  task: Task;
  readings: ColumnReading[];
  /** What a person should know, as sentences. */
  warnings: string[];
}

/**
 * A data set from a CSV file: types inferred or as asked for, rows without a target left out.
 *
 * @throws UserError for a target that is not a column or cannot be learnt (see resolveTarget), an override of a column
 *   that is not there or cannot be read so, or no input column.
 */
export function buildDataset(csv: CsvTable, { target, task, types, ...choices }: DatasetOptions): BuiltDataset {
  const targetColumn = csv.columns.find(({ name }) => name === target);
  const names = csv.columns.map(({ name }) => name);
  if (!targetColumn) throw new UserError('InvalidTarget', `target: ${target} is not a column; ${listed(names)}`);
  const unknown = [...types.keys()].find((name) => !names.includes(name) || name === target);
  if (unknown !== undefined) {
    throw new UserError('InvalidInput', `types: ${unknown} is not an input column; ${listed(names)}`);
  }
  const resolved = resolveTarget(targetColumn, task, choices);
  const warnings = [...resolved.warnings];
  const readings: ColumnReading[] = [];
  const columns: Column[] = [];
  const texts = csv.columns.filter((column) => column !== targetColumn);
  const inferred = inferReadings(texts, { ...choices, rows: resolved.rows }, types);
  for (const [i, { reading, warnings: found }] of inferred.entries()) {
    warnings.push(...found);
    const { column, unread, firstUnread } = readColumn(texts[i], reading, resolved.rows);
    if (unread > 0) warnings.push(unreadWarning(texts[i].name, reading.type, unread, firstUnread));
    readings.push({ name: texts[i].name, reading });
    columns.push(column);
  }
  if (columns.length === 0) {
    throw new UserError('InvalidData', `${csv.name} has no column beside the target ${target} to learn from`);
  }
  const rows = resolved.rows?.length ?? csv.rows;
  return { dataset: { inputs: { rows, columns }, target: resolved.target }, task: resolved.task, readings, warnings };
}

/**
 * The input columns of another file, read as those of the training data were. Further columns are ignored.
 *
 * @throws UserError('InvalidData') naming the columns that are missing.
 */
export function readInputs(
  csv: CsvTable,
  readings: readonly ColumnReading[],
  target: string,
): { table: Table; warnings: string[] } {
  const byName = new Map(csv.columns.map((column) => [column.name, column]));
  const missing = readings.filter(({ name }) => !byName.has(name)).map(({ name }) => name);
  if (missing.length > 0) {
    throw new UserError('InvalidData', `${csv.name} lacks the ${plural(missing.length, 'column')} ${brief(missing)}`);
  }
  const known = new Set([...readings.map(({ name }) => name), target]);
  const extra = csv.columns.map(({ name }) => name).filter((name) => !known.has(name));
  const warnings = extra.length > 0 ? [`ignored, for the model does not use them: ${brief(extra)}`] : [];
  const columns = readings.map(({ name, reading }) => {
    const { column, unread, firstUnread } = readColumn(byName.get(name)!, reading, null);
    if (unread > 0) warnings.push(unreadWarning(name, reading.type, unread, firstUnread));
    return column;
  });
  return { table: { rows: csv.rows, columns }, warnings };
}

function unreadWarning(name: string, type: string, unread: number, first: string | null): string {
  const example = first === null ? '' : ` (${JSON.stringify(first.slice(0, 40))})`;
  return `${name}: ${plural(unread, 'value')} not ${type}${example}, taken as missing`;
}

function plural(count: number, noun: string): string {
  return `${count === 1 && noun !== 'value' ? '' : `${count} `}${noun}${count === 1 ? '' : 's'}`;
}

function listed(names: string[]): string {
  return `there are ${brief(names)}`;
}

function brief(names: string[]): string {
  const shown = names.slice(0, 20).join(', ');
  return names.length > 20 ? `${shown}, … (${names.length} in all)` : shown;
}

type ColumnHeader = { name: string; type: ColumnType; levels?: readonly string[] };
type TargetHeader = { name: string; classes?: readonly string[] };

/** A data set as one safetensors file: an array for each column, `c0` …, and `target`; names and levels beside them. */
export function encodeDataset({ inputs, target }: Dataset): Uint8Array {
  const arrays: Record<string, Tensor> = {};
  inputs.columns.forEach(
    (column, i) => (arrays[`c${i}`] = { array: isCategory(column) ? column.codes : column.values }),
  );
  arrays.target = { array: 'codes' in target ? target.codes : target.values };
  const columns = inputs.columns.map((column): ColumnHeader => ({
    name: column.name,
    type: column.type,
    ...(isCategory(column) && { levels: column.levels }),
  }));
  const targetHeader: TargetHeader = { name: target.name, ...('codes' in target && { classes: target.classes }) };
  return encodeSafetensors(arrays, { dataset: JSON.stringify({ rows: inputs.rows, columns, target: targetHeader }) });
}

/** The data set of a file, its arrays views of the given (maybe shared) memory. */
export function decodeDataset(bytes: ArrayBufferLike): Dataset {
  const { arrays, metadata } = decodeSafetensors(new Uint8Array(bytes));
  const header = JSON.parse(metadata.dataset) as { rows: number; columns: ColumnHeader[]; target: TargetHeader };
  const columns = header.columns.map(({ name, type, levels }, i) => {
    const { array } = arrays[`c${i}`];
    return (levels ? { name, type, codes: array, levels } : { name, type, values: array }) as Column;
  });
  const { name, classes } = header.target;
  const { array } = arrays.target;
  const target = (classes ? { name, codes: array, classes } : { name, values: array }) as Target;
  return { inputs: { rows: header.rows, columns }, target };
}
