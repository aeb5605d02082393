import { UserError } from '../../contracts/errors.js';
import { findHeader } from './find-header.js';
import { looksLikeRow, nameColumns } from './header.js';
import { lineAt, lineEnds } from './encoding/lines.js';
import { parseRecords } from './parse-records.js';
import { longRowError, openQuoteError } from './row-errors.js';
import { RowReader } from './row-reader.js';
import type { TableHead } from './table-head.js';
import { TextColumn } from './text-column.js';

/** Most columns that are read. */
const MOST_COLUMNS = 100_000;
const LONGEST_EXAMPLE = 40;

export interface TextTable {
  rows: number;
  columns: TextColumn[];
  delimiter: string;
  warnings: string[];
}

/**
 * The table that a text holds.
 *
 * @param text as UTF-8
 * @throws UserError('InvalidData') with line and cause, for no header, no rows, or an invalid row.
 */
export function readTable(text: Buffer, name: string): TextTable {
  const { head, warnings } = readHead(text, name);
  const { names, warnings: ofNames } = nameColumns(head.header);
  const columns = names.map((column) => new TextColumn(column));
  const reader = new RowReader(head, columns);
  const rows = reader.read();
  if (rows === 0) {
    const line = lineAt(text, head.headerStart);
    throw new UserError('InvalidData', `${name} has a header (line ${line}) but no rows`);
  }
  if (!head.repeats) warnings.push(noHeaderWarning(head));
  return { rows, columns, delimiter: head.sample.delimiter, warnings: [...warnings, ...ofNames, ...reader.warnings] };
}

function readHead(text: Buffer, name: string): { head: TableHead; warnings: string[] } {
  const ends = lineEnds(text);
  const { start, sample, warnings } = findHeader(text, ends);
  let header: string[] = [];
  let bodyStart = text.length;
  const options = { delimiter: sample.delimiter, lineEnds: ends, blankLines: false, most: 1 };
  const stop = parseRecords(text.subarray(start), options, (record, end) => {
    header = record;
    bodyStart = start + end;
  });
  // A byte order mark before the first name is not part of it.
  if (header.length > 0) header[0] = sample.header[0] ?? header[0];
  const head = {
    name,
    text,
    headerStart: start,
    bodyStart,
    header,
    sample,
    lineEnds: ends,
    repeats: !looksLikeRow(sample),
  };
  if (stop === 'long-row') throw longRowError(head, start);
  if (stop === 'open-quote') throw openQuoteError(head, start);
  if (header.length === 0) throw new UserError('InvalidData', `${name} is empty: a header and rows are needed`);
  if (header.length > MOST_COLUMNS) {
    const line = lineAt(text, start);
    throw new UserError(
      'InvalidData',
      `${name}, line ${line}: a header of ${header.length} columns; at most ${MOST_COLUMNS} are read. Is the table turned on its side?`,
    );
  }
  return { head, warnings };
}

function noHeaderWarning({ text, headerStart, header, sample }: TableHead): string {
  const start = JSON.stringify(header.join(sample.delimiter).slice(0, LONGEST_EXAMPLE));
  return `line ${lineAt(text, headerStart)} (${start}) was taken for the names of the columns but looks like a row: if the file has no header, add one`;
}
