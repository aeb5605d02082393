import { lineAt } from './encoding/lines.js';
import { looseQuote } from './loose-quote.js';
import { parseRecords } from './parse-records.js';
import { headerError, longRowError, looseQuoteError, openQuoteError, raggedError } from './row-errors.js';
import { ALIKE } from './sniff-delimiter.js';
import type { TableHead } from './table-head.js';
import type { TextColumn } from './text-column.js';

const QUOTE = 34;
const LF = 10;
const CR = 13;
const LONGEST_LINE_END = 2;
/** Warnings about lines, in the singular and the plural. */
type Told = readonly [one: string, several: string];
const BLANK_LINES: Told = ['blank line was skipped', 'blank lines were skipped'];
const MISSING_VALUES: Told = [
  'blank line was taken for a row without a value',
  'blank lines were taken for rows without a value',
];
const COMMENTS: Told = ['line was skipped as a comment (#)', 'lines were skipped as comments (#)'];
const REPEATED_HEADERS: Told = ['line repeats the header and was skipped', 'lines repeat the header and were skipped'];
const ROWS_IN_QUOTES: Told = [
  'text in quotes holds lines that look like rows: is a quote opened there and never closed?',
  'texts in quotes hold lines that look like rows: is a quote opened there and never closed?',
];
/** Up to so many lines within a text can have the number of fields of a row by chance. */
const LINES_BY_CHANCE = 2;

/** Reads the rows of a table into its columns. */
export class RowReader {
  readonly warnings: string[] = [];
  private readonly width: number;
  private readonly endsEmpty: boolean;
  private rows = 0;
  /** Where the last record ended. */
  private end: number;
  private blank = 0;
  /** Lines with a warning: their number, and the first. */
  private readonly told = new Map<Told, { count: number; line: number }>();

  constructor(
    private readonly head: TableHead,
    private readonly columns: readonly TextColumn[],
  ) {
    this.width = columns.length;
    this.end = head.bodyStart;
    const { rows, width, alike } = head.sample;
    this.endsEmpty =
      width === this.width + 1 &&
      alike >= ALIKE &&
      rows.every((row) => this.isEmptyBeyond(row) || row.length <= this.width);
    if (this.endsEmpty) this.warnings.push('each row ends with an empty field beyond those of the header: left out');
  }

  /**
   * @returns the number of rows
   * @throws UserError('InvalidData') with the line and the cause, for a row that has other fields than the header, a
   *   quote that is not closed, or a row that is too long.
   */
  read(): number {
    const { text, bodyStart, sample, lineEnds } = this.head;
    const options = { delimiter: sample.delimiter, lineEnds, blankLines: this.width === 1 };
    const hasQuotes = text.includes(QUOTE, bodyStart);
    const stop = parseRecords(text.subarray(bodyStart), options, (record, end, blank) => {
      if (blank > this.blank) this.tell(BLANK_LINES, this.end, blank - this.blank);
      this.blank = blank;
      if (hasQuotes) this.checkQuotes(bodyStart + end);
      this.take(record, bodyStart + end);
      this.end = bodyStart + end;
    });
    if (stop === 'open-quote') throw openQuoteError(this.head, this.recordStart());
    if (stop === 'long-row') throw longRowError(this.head, this.recordStart());
    for (const [[one, several], { count, line }] of this.told)
      this.warnings.push(count === 1 ? `one ${one} (line ${line})` : `${count} ${several} (line ${line} …)`);
    return this.rows;
  }

  /** A quote that is never closed can be closed by a later quote; the rows between would be lost without notice. */
  private checkQuotes(end: number): void {
    const { text, sample } = this.head;
    const start = this.recordStart();
    const record = text.subarray(start, end - LONGEST_LINE_END);
    if (!record.includes(LF) && !record.includes(CR)) return;
    const loose = looseQuote(text, start, end, Buffer.from(sample.delimiter)[0]);
    if (loose) throw looseQuoteError(this.head, loose);
    const inner = record
      .toString('utf8')
      .split(/\r\n|\r|\n/)
      .slice(1, -1);
    const areAlike = inner.every((line) => line.split(sample.delimiter).length === this.width);
    if (this.width > 1 && areAlike && inner.length > LINES_BY_CHANCE) this.tell(ROWS_IN_QUOTES, start);
  }

  private take(record: string[], end: number): void {
    if (record.length !== this.width && !this.isRow(record, end)) return;
    if (this.head.repeats && record.at(-1) === this.head.header.at(-1) && this.isHeader(record)) {
      return this.tell(REPEATED_HEADERS, this.recordStart());
    }
    if (this.width === 1 && record[0] === '' && this.head.text[this.end] !== QUOTE) this.tell(MISSING_VALUES, this.end);
    for (let c = 0; c < this.width; c++) this.columns[c].append(record[c].trim());
    this.rows++;
  }

  /** Whether a record with another number of fields than the header is kept as a row; otherwise it is left out. */
  private isRow(record: string[], end: number): boolean {
    if (this.endsEmpty && this.isEmptyBeyond(record)) return true;
    if (record.length === 1 && record[0].trim() === '') this.tell(BLANK_LINES, this.recordStart());
    else if (record[0].startsWith('#')) this.tell(COMMENTS, this.recordStart());
    else if (this.endsEmpty) throw raggedError(this.head, record, this.recordStart(), end);
    else throw headerError(this.head, record, this.recordStart(), end);
    return false;
  }

  private isEmptyBeyond(record: string[]): boolean {
    return record.length === this.width + 1 && record[this.width].trim() === '';
  }

  private isHeader(record: string[]): boolean {
    return this.width > 1 && record.every((text, c) => text.trim() === this.head.header[c]?.trim());
  }

  private tell(what: Told, start: number, count = 1): void {
    const known = this.told.get(what);
    if (known) known.count += count;
    else this.told.set(what, { count, line: lineAt(this.head.text, start) });
  }

  /** Start of the current record: after skipped blank lines. */
  private recordStart(): number {
    const { text } = this.head;
    let at = this.end;
    while (this.width > 1 && (text[at] === LF || text[at] === CR)) at++;
    return at;
  }
}
