import { createHash } from 'node:crypto';
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { UserError } from '../../contracts/errors.js';
import { decodeText } from './decode-text.js';
import { sniffDelimiter } from './sniff-delimiter.js';
import { TextColumn } from './text-column.js';

/** A CSV file as it stands: texts, trimmed of blanks around them, by column. */
export interface CsvTable {
  /** The file's name, for messages. */
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly TextColumn[];
  readonly delimiter: string;
  /** Encoding that the bytes were taken for, e.g. `utf-8`, `windows-1252`. */
  readonly encoding: string;
  /** SHA-256 (hexadecimal) of the file's bytes as they were read, compressed where the file is. */
  readonly digest: string;
  /** What a person should know of how the text was read, as sentences. */
  readonly warnings: readonly string[];
}

export interface CsvOptions {
  /** Encoding of the text; by default the bytes tell. */
  encoding?: string;
  /** Largest text that is read, in bytes, uncompressed. */
  maxBytes?: number;
}

/**
 * Reads a CSV file: its first record names the columns (an empty name becomes `column <n>`, a repeated one gets
 * `_<n>` behind it). Quotes, embedded newlines, BOM, CRLF, gzip, other delimiters (, ; tab |) are understood.
 *
 * @param file the file's bytes
 * @param name the file's name, for messages
 * @throws UserError('InvalidData') with the line number, for a file that is not text, ragged rows, a quote that is not
 *   closed, no header or no rows.
 */
export function readCsv(file: Uint8Array, name: string, options: CsvOptions = {}): CsvTable {
  const { text, encoding } = decodeText(file, name, options.encoding);
  const delimiter = sniffDelimiter(text);
  let columns: TextColumn[] | null = null;
  const onRecord = (record: string[]): void => {
    if (columns === null) columns = uniqueNames(record).map((column) => new TextColumn(column));
    else for (let c = 0; c < record.length; c++) columns[c].append(record[c].trim());
  };
  try {
    parse(text, {
      delimiter,
      bom: true,
      relax_quotes: true,
      skip_empty_lines: true,
      // What is returned would be kept: nothing is.
      on_record: onRecord as (record: string[]) => undefined,
    });
  } catch (error) {
    throw asUserError(error, name);
  }
  const found = columns as TextColumn[] | null;
  if (found === null) throw new UserError('InvalidData', `${name} is empty: a header and rows are needed`);
  if (found[0].length === 0) throw new UserError('InvalidData', `${name} has a header (line 1) but no rows`);
  const digest = createHash('sha256').update(file).digest('hex');
  return { name, rows: found[0].length, columns: found, delimiter, encoding, digest, warnings: [] };
}

function uniqueNames(header: string[]): string[] {
  const used = new Set<string>();
  return header.map((text, i) => {
    const wanted = text.trim().normalize('NFC') || `column ${i + 1}`;
    let name = wanted;
    for (let n = 2; used.has(name); n++) name = `${wanted}_${n}`;
    used.add(name);
    return name;
  });
}

function asUserError(error: unknown, name: string): unknown {
  if (!(error instanceof CsvError)) return error;
  const line = `${name}, line ${error.lines as number}`;
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH': {
      const found = (error.record as unknown[]).length;
      const message = /expect (\d+)/.exec(error.message);
      return new UserError('InvalidData', `${line}: ${found} fields where the header has ${message?.[1] ?? 'others'}`);
    }
    case 'CSV_QUOTE_NOT_CLOSED':
      return new UserError('InvalidData', `${line}: a quote is opened and not closed`);
    default:
      return new UserError('InvalidData', `${line}: ${error.message}`);
  }
}
