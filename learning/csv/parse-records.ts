import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';

/** Longest row, in bytes: a longer one is not a row, or has a quote that is never closed. */
export const MOST_ROW_BYTES = 2 ** 24;

export interface ParseOptions {
  delimiter: string;
  /** See `lineEnds`. */
  lineEnds: string[];
  /** Whether a line without characters is a record of one empty field; else it is skipped. */
  blankLines: boolean;
  /** Records after which to stop; by default all are read. */
  most?: number;
}

/**
 * Parses records of any number of fields. Text before an opening quote in the middle of a field, or after a closing
 * quote, is taken as it is.
 *
 * @param onRecord given each record, where it ends in `text`, and how many blank lines were skipped before
 * @returns null, or what ended the parsing before the end: a quote that is not closed, or a row of more than MOST_ROW_BYTES
 */
export function parseRecords(
  text: Buffer,
  { delimiter, lineEnds, blankLines, most }: ParseOptions,
  onRecord: (record: string[], end: number, blank: number) => void,
): 'open-quote' | 'long-row' | null {
  const take = (record: string[], { bytes, empty_lines }: { bytes: number; empty_lines: number }): undefined =>
    onRecord(record, bytes, empty_lines) as undefined;
  try {
    parse(text, {
      delimiter,
      record_delimiter: lineEnds,
      relax_quotes: true,
      // A quote may open behind blanks.
      ltrim: true,
      relax_column_count: true,
      skip_empty_lines: !blankLines,
      max_record_size: MOST_ROW_BYTES,
      ...(most !== undefined && { to: most }),
      // Returned records would be kept in memory, so none is returned.
      on_record: take,
    });
    return null;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'open-quote';
    if (error.code === 'CSV_MAX_RECORD_SIZE') return 'long-row';
    throw error;
  }
}
