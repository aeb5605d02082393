import { createHash } from 'node:crypto';
import { UserError } from '../../contracts/errors.js';
import { unescapeQuotes } from './backslash-quotes.js';
import { decodeText } from './encoding/decode-text.js';
import { refuseOtherKinds } from './file-kind.js';
import { readTable, type TextTable } from './read-table.js';
import type { TextColumn } from './text-column.js';
import { unpack } from './unpack.js';

/** The content of a CSV file: texts, trimmed, by column. */
export interface CsvTable {
  /** The file's name, for messages. */
  readonly name: string;
  readonly rows: number;
  /** Their names are in Unicode normal form NFC. */
  readonly columns: readonly TextColumn[];
  readonly delimiter: string;
  /** Encoding with which the bytes were read, e.g. `utf-8`, `windows-1252`. */
  readonly encoding: string;
  /** SHA-256 (hexadecimal) of the file's bytes, before decompression. */
  readonly digest: string;
  /** Warnings about how the text was read, as sentences. */
  readonly warnings: readonly string[];
}

export interface CsvOptions {
  /** Encoding of the text; detected by default. */
  encoding?: string;
  /** Largest text that is read, in bytes after decompression; no limit by default. */
  maxBytes?: number;
}

/**
 * Reads a CSV file: its first record names the columns (an empty name becomes `column <n>`, a repeated one gets `_<n>`
 * behind it). docs/data-files.md says what is accepted, warned of and refused.
 *
 * A row is a record of as many fields as the header, and each is kept. In a file of one column a blank line is a row
 * without a value (nothing after the last line end is not a line); in others blank lines are skipped.
 *
 * @param file the file's bytes, maybe packed by gzip; see `checkUnpackedSize` for files from outside
 * @param name the file's name, for messages
 * @throws UserError('InvalidData') with the line and the cause, for a file that is not text, too large or damaged, rows
 *   of other lengths than the header, a quote that is not closed, no header or no rows; UserError('InvalidInput') for an
 *   encoding that is not known.
 */
export function readCsv(file: Uint8Array, name: string, { encoding, maxBytes = Infinity }: CsvOptions = {}): CsvTable {
  const bytes = unpack(Buffer.from(file.buffer, file.byteOffset, file.byteLength), name, maxBytes);
  refuseOtherKinds(bytes, name);
  const decoded = decodeText(bytes, name, encoding);
  const table = readEscaped(decoded.text, name);
  const digest = createHash('sha256').update(file).digest('hex');
  const warnings = [...decoded.warnings, ...table.warnings];
  return { name, ...table, encoding: decoded.encoding, digest, warnings };
}

/** Quotes are doubled or, if only that gives a table, escaped by backslashes. */
function readEscaped(text: Buffer, name: string): TextTable {
  const unescaped = unescapeQuotes(text);
  if (!unescaped) return readTable(text, name);
  const readings = unescaped.isSure ? [unescaped.text, text] : [text, unescaped.text];
  let first: unknown;
  for (const reading of readings) {
    try {
      const table = readTable(reading, name);
      if (reading !== text) table.warnings.push('quotes behind a backslash (\\") were taken for quotes within a text');
      return table;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      first ??= error;
    }
  }
  throw first;
}
