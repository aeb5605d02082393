import { UserError } from '../../contracts/errors.js';
import { lineAt } from './encoding/lines.js';
import type { LooseQuote } from './loose-quote.js';
import { MOST_ROW_BYTES } from './parse-records.js';
import { ALIKE } from './sniff-delimiter.js';
import type { TableHead } from './table-head.js';

const MEGABYTE = 2 ** 20;
const LONGEST_EXAMPLE = 40;
const QUOTE = 34;
const LINE_END = /\r\n|\r|\n/;

/** For a record whose number of fields differs from the header's. @param start of the record; @param end behind it */
export function raggedError(head: TableHead, record: readonly string[], start: number, end: number): UserError {
  const what = `${fields(record, head)} where the header has ${head.header.length}`;
  return errorAt(head, start, `${what}; ${causeOf(head, record, start, end)}`);
}

/** As `raggedError`; if most rows differ from the header, the error is about the header. */
export function headerError(head: TableHead, record: readonly string[], start: number, end: number): UserError {
  const { header, sample } = head;
  const { width } = sample;
  const isOdd = width !== header.length && sample.alike >= ALIKE && sample.rows.length > 1;
  if (!isOdd) return raggedError(head, record, start, end);
  const what = `${fields(header, head)} where the rows below have ${width}`;
  const cause = headerCause(header, width, named(sample.delimiter));
  return errorAt(head, head.headerStart, `${what}; ${cause}`);
}

function headerCause(header: readonly string[], width: number, delimiter: string): string {
  if (header.length === width + 1 && header[width].trim() === '') {
    return `the last name is empty: remove the ${delimiter} at the end of the line`;
  }
  return header.length > 1 && header.length === width - 1
    ? 'a name is missing, perhaps that of row names before the first column: add it'
    : 'the first line has to name the columns: remove what stands before it, or add names';
}

export function openQuoteError(head: TableHead, start: number): UserError {
  const hint = head.text.includes('\\"') ? '; quotes in a quoted text are doubled (""), not written \\"' : '';
  return errorAt(head, openQuote(head, start), `a quote is opened and never closed${hint}`);
}

export function looseQuoteError(head: TableHead, { opened, closed }: LooseQuote): UserError {
  const after = JSON.stringify(head.text.toString('utf8', closed + 1, closed + 1 + LONGEST_EXAMPLE).split(LINE_END)[0]);
  const line = lineAt(head.text, closed);
  const what = `a quote is opened and not closed before line ${line}, where ${after} follows the next one`;
  return errorAt(head, opened, `${what}; close it, or double the quotes within a text ("")`);
}

export function longRowError(head: TableHead, start: number): UserError {
  const what = `a row has more than ${MOST_ROW_BYTES / MEGABYTE} MB, the most that is read`;
  return errorAt(head, start, `${what}; is a quote opened there and never closed, or is it no CSV file?`);
}

function causeOf({ text, header, sample }: TableHead, record: readonly string[], start: number, end: number): string {
  const delimiter = named(sample.delimiter);
  const lines = record.join('').split(LINE_END).length;
  if (lines > 1) {
    const [first, last] = [lineAt(text, start), lineAt(text, start) + lines - 1];
    return `it reaches to line ${last}: is a quote opened in line ${first} and never closed?`;
  }
  if (text.subarray(start, end).includes('\\"')) return 'quotes in a quoted text are doubled (""), not written \\"';
  if (record.length > header.length && record.at(-1)!.trim() === '') {
    return `the last one is empty: remove the ${delimiter} at the end of the line, or quote the value that holds one`;
  }
  return record.length > header.length
    ? `quote the value that holds a ${delimiter}: "…"`
    : 'add what is missing, or remove the line if it is not a row';
}

/** The quote that is open at the end of the text: in what remains from `start`, the last that begins a field. */
function openQuote({ text, sample }: TableHead, start: number): number {
  const delimiter = Buffer.from(sample.delimiter)[0];
  let opened = -1;
  let last = start;
  for (let i = start; i < text.length; i++) {
    if (text[i] !== QUOTE) continue;
    if (opened < 0 && (i === start || [delimiter, 10, 13].includes(text[i - 1]))) last = opened = i;
    else if (opened >= 0 && text[i + 1] === QUOTE) i++;
    else opened = -1;
  }
  return last;
}

function errorAt({ name, text }: TableHead, at: number, what: string): UserError {
  return new UserError('InvalidData', `${name}, line ${lineAt(text, at)}: ${what}`);
}

function fields(record: readonly string[], { sample }: TableHead): string {
  const start = record.join(sample.delimiter).slice(0, LONGEST_EXAMPLE);
  return `${record.length} ${record.length === 1 ? 'field' : 'fields'} (${JSON.stringify(start)})`;
}

function named(delimiter: string): string {
  const names: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab' };
  return names[delimiter] ?? delimiter;
}
