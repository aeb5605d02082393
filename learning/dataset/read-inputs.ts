import { UserError } from '../../contracts/errors.js';
import type { CsvTable } from '../csv/index.js';
import type { ColumnReading } from './dataset.js';
import { isCategory, type CategoryColumn, type Table } from '../arrays/table.js';
import type { ReadColumn } from '../column-types/read-column.js';
import { readColumn } from '../column-types/read-column.js';
import type { ReadingChoices } from '../column-types/reading.js';
import { rereadColumns } from '../column-types/reread.js';
import { quoted, unreadWarnings } from '../column-types/warnings.js';

export interface InputsOptions extends ReadingChoices {
  /** By column, the categories that the training data had. */
  levels?: ReadonlyMap<string, readonly string[]>;
}

/**
 * The input columns of another file, each read by what its own texts show; what they leave open is read as in the
 * training data. Further columns are ignored.
 *
 * @throws UserError('InvalidData') naming the columns that are missing.
 */
export function readInputs(
  csv: CsvTable,
  readings: readonly ColumnReading[],
  target: string,
  { levels, ...choices }: InputsOptions = {},
): { table: Table; warnings: string[] } {
  const byName = new Map(csv.columns.map((column) => [column.name, column]));
  const missing = readings.filter(({ name }) => !byName.has(name)).map(({ name }) => name);
  if (missing.length > 0) {
    const noun = missing.length === 1 ? 'column' : `${missing.length} columns`;
    throw new UserError('InvalidData', `${csv.name} lacks the ${noun} ${brief(missing)}`);
  }
  const known = new Set([...readings.map(({ name }) => name), target]);
  const extra = csv.columns.map(({ name }) => name).filter((name) => !known.has(name));
  const warnings = extra.length > 0 ? [`ignored, for the model does not use them: ${brief(extra)}`] : [];
  const reread = rereadColumns(
    readings.map(({ name }) => byName.get(name)!),
    readings.map(({ reading }) => reading),
    choices,
  );
  const other = reread.find(({ differs }) => differs !== null);
  const columns = reread.map(({ column, reading, differs, open, warnings: told }) => {
    warnings.push(...told);
    if (differs) warnings.push(differs);
    else if (open && other) warnings.push(`${open}, though ${other.column.name} is written otherwise than there`);
    const read = readColumn(column, reading, null);
    warnings.push(...unreadWarnings(reading.type, read), ...unseenWarnings(read, levels?.get(column.name)));
    return read.column;
  });
  return { table: { rows: csv.rows, columns }, warnings };
}

function unseenWarnings({ column }: ReadColumn, trained: readonly string[] | undefined): string[] {
  if (!isCategory(column) || trained === undefined) return [];
  const unseen = unseenRows(column, new Set(trained));
  if (unseen.length === 0) return [];
  const example = quoted(column.levels[column.codes[unseen[0]]]);
  const what = unseen.length === 1 ? 'row has a value' : 'rows have values';
  return [`${column.name}: ${unseen.length} ${what} that the training data had not (${example})`];
}

function unseenRows({ codes, levels }: CategoryColumn, trained: ReadonlySet<string>): number[] {
  const known = levels.map((level) => trained.has(level));
  const rows: number[] = [];
  codes.forEach((code, row) => {
    if (code >= 0 && !known[code]) rows.push(row);
  });
  return rows;
}

function brief(names: string[]): string {
  const shown = names.slice(0, 20).join(', ');
  return names.length > 20 ? `${shown}, … (${names.length} in all)` : shown;
}
