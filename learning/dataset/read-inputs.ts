import { UserError } from '../../contracts/errors.js';
import { TextColumn } from '../csv/text-column.js';
import type { ColumnReading } from './dataset.js';
import { isCategory, type CategoryColumn, type NumberColumn, type Table } from '../arrays/table.js';
import type { ReadColumn } from '../column-types/read-column.js';
import { readColumn } from '../column-types/read-column.js';
import type { Reading, ReadingChoices } from '../column-types/reading.js';
import { rereadColumns, type RereadColumn } from '../column-types/reread.js';
import { didYouMean } from './near-names.js';
import { quoted, unreadWarnings } from '../column-types/warnings.js';

export interface InputsOptions extends ReadingChoices {
  /** By column, the categories that the training data had. */
  levels?: ReadonlyMap<string, readonly string[]>;
}

/** Rows to predict: texts of a CSV file, or values of a program, whose numbers and dates are used as they are. */
export interface Inputs {
  /** For messages: the file's name. */
  readonly name: string;
  readonly rows: number;
  /** In Unicode normal form NFC by name. */
  readonly columns: readonly (TextColumn | NumberColumn)[];
}

/**
 * The input columns of other data. Each column is read by the evidence of its own texts; what is ambiguous is read as
 * in the training data. Numbers and dates are taken as they are. Other columns are ignored.
 *
 * @throws UserError('InvalidData') naming the columns that are missing, or are not of the type of the training data.
 */
export function readInputs(
  inputs: Inputs,
  readings: readonly ColumnReading[],
  target: string,
  { levels, ...choices }: InputsOptions = {},
): { table: Table; warnings: string[] } {
  const byName = new Map(inputs.columns.map((column) => [column.name, column]));
  const known = new Set([...readings.map(({ name }) => name), target]);
  const extra = [...byName.keys()].filter((name) => !known.has(name));
  const missing = readings.filter(({ name }) => !byName.has(name)).map(({ name }) => name);
  if (missing.length > 0) throw missingError(inputs.name, missing, extra);
  const warnings = extra.length > 0 ? [`ignored, because the model does not use them: ${brief(extra)}`] : [];
  const reread = rereadTexts(readings, byName, choices);
  const other = [...reread.values()].find(({ differs }) => differs !== null);
  const columns = readings.map(({ name }) => {
    const text = reread.get(name);
    if (!text) return byName.get(name) as NumberColumn;
    const { column, reading, differs, open, warnings: told } = text;
    warnings.push(...told);
    if (differs) warnings.push(differs);
    else if (open && other) warnings.push(`${open}, though ${other.column.name} is written otherwise than there`);
    const read = readColumn(column, reading, null);
    warnings.push(...unreadWarnings(reading.type, read), ...unseenWarnings(read, levels?.get(column.name)));
    return read.column;
  });
  return { table: { rows: inputs.rows, columns }, warnings };
}

/** How to read those of the columns that are texts, by name. */
function rereadTexts(
  readings: readonly ColumnReading[],
  byName: ReadonlyMap<string, TextColumn | NumberColumn>,
  choices: ReadingChoices,
): Map<string, RereadColumn> {
  const texts: TextColumn[] = [];
  const trained: Reading[] = [];
  for (const { name, reading } of readings) {
    const column = byName.get(name)!;
    if (column instanceof TextColumn) {
      texts.push(column);
      trained.push(reading);
    } else if (column.type !== reading.type) {
      throw new UserError('InvalidData', `${name}: ${column.type} values, where the training data are ${reading.type}`);
    }
  }
  return new Map(rereadColumns(texts, trained, choices).map((one) => [one.column.name, one]));
}

function missingError(name: string, missing: readonly string[], extra: readonly string[]): UserError {
  const noun = missing.length === 1 ? 'column' : `${missing.length} columns`;
  const meant = missing.length === 1 ? didYouMean(missing[0], extra) : '';
  return new UserError('InvalidData', `${name} lacks the ${noun} ${brief(missing)}${meant}`);
}

function unseenWarnings({ column }: ReadColumn, trained: readonly string[] | undefined): string[] {
  if (!isCategory(column) || trained === undefined) return [];
  const unseen = unseenRows(column, new Set(trained));
  if (unseen.length === 0) return [];
  const example = quoted(column.levels[column.codes[unseen[0]]]);
  const what = unseen.length === 1 ? 'row has a value' : 'rows have values';
  return [`${column.name}: ${unseen.length} ${what} that the training data did not have (${example})`];
}

function unseenRows({ codes, levels }: CategoryColumn, trained: ReadonlySet<string>): number[] {
  const known = levels.map((level) => trained.has(level));
  const rows: number[] = [];
  codes.forEach((code, row) => {
    if (code >= 0 && !known[code]) rows.push(row);
  });
  return rows;
}

function brief(names: readonly string[]): string {
  const shown = names.slice(0, 20).join(', ');
  return names.length > 20 ? `${shown}, … (${names.length} in all)` : shown;
}
