import { lineAt } from './lines.js';
import { looseQuote } from './loose-quote.js';
import { parseRecords } from './parse-records.js';
import { headerError, longRowError, looseQuoteError, openQuoteError, raggedError } from './row-errors.js';
import { ALIKE, type Sample } from './sniff-delimiter.js';
import type { TextColumn } from './text-column.js';

/** What is known of a table once its header has been read. */
export interface TableHead {
  /** The file's name, for messages. */
  name: string;
  /** The file's text, as UTF-8. */
  text: Buffer;
  /** Bytes at which the header begins, and the rows. */
  headerStart: number;
  bodyStart: number;
  header: string[];
  sample: Sample;
  lineEnds: string[];
  /** Whether a row that equals the header is a repeated header. */
  repeats: boolean;
}

const QUOTE = 34;
const LF = 10;
const CR = 13;
const LONGEST_LINE_END = 2;
const BLANK_LINES = 'blank lines were skipped';
const MISSING_VALUES = 'blank lines were taken for rows without a value';
const COMMENTS = 'lines were skipped as comments (#)';
const REPEATED_HEADERS = 'lines repeat the header and were skipped';

/** Reads the rows of a table into its columns. */
export class RowReader {
  readonly warnings: string[] = [];
  private readonly width: number;
  private readonly endsEmpty: boolean;
  private rows = 0;
  /** Where the last record ended. */
  private end: number;
  private blank = 0;
  /** Lines of which something is said: how many, and the first. */
  private readonly told = new Map<string, { count: number; line: number }>();

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
    for (const [what, { count, line }] of this.told)
      this.warnings.push(`${count} ${what} (line ${line}${count > 1 ? ' …' : ''})`);
    return this.rows;
  }

  /** A quote that is never closed may be closed by another, rows further, and nobody would miss them. */
  private checkQuotes(end: number): void {
    const { text, sample } = this.head;
    const start = this.recordStart();
    const record = text.subarray(start, end - LONGEST_LINE_END);
    if (!record.includes(LF) && !record.includes(CR)) return;
    const loose = looseQuote(text, start, end, Buffer.from(sample.delimiter)[0]);
    if (loose) throw looseQuoteError(this.head, loose);
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

  /** Whether a record with other fields than the header is a row nevertheless; else it is left out. */
  private isRow(record: string[], end: number): boolean {
    if (this.endsEmpty && this.isEmptyBeyond(record)) return true;
    if (record.length === 1 && record[0].trim() === '') this.tell(BLANK_LINES, this.recordStart());
    else if (record[0].startsWith('#')) this.tell(COMMENTS, this.recordStart());
    else if (this.rows === 0) throw headerError(this.head, record, this.recordStart(), end);
    else throw raggedError(this.head, record, this.recordStart(), end);
    return false;
  }

  private isEmptyBeyond(record: string[]): boolean {
    return record.length === this.width + 1 && record[this.width].trim() === '';
  }

  private isHeader(record: string[]): boolean {
    return this.width > 1 && record.every((text, c) => text.trim() === this.head.header[c]?.trim());
  }

  private tell(what: string, start: number, count = 1): void {
    const known = this.told.get(what);
    if (known) known.count += count;
    else this.told.set(what, { count, line: lineAt(this.head.text, start) });
  }

  /** Where the record begins that is looked at: after the blank lines that were skipped. */
  private recordStart(): number {
    const { text } = this.head;
    let at = this.end;
    while (this.width > 1 && (text[at] === LF || text[at] === CR)) at++;
    return at;
  }
}
