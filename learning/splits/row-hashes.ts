import type { TextColumn } from '../csv/text-column.js';

/** A decimal fraction: a measurement, not a key, even if all values are different. */
const FRACTION = /^[+-]?\d*[.,]\d+([eE][+-]?\d+)?$/;

const FRACTION_OF_DIGITS = /^[+-]?\d*[.,]\d+$/;
const MAYBE_GROUPED = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;

/** Sums of the hashes of rows' cells: two lanes of 32 bits, from which a column can be subtracted again. */
export interface RowSums {
  readonly a: Uint32Array;
  readonly b: Uint32Array;
}

export function emptySums(rows: number): RowSums {
  return { a: new Uint32Array(rows), b: new Uint32Array(rows) };
}

/**
 * Hashes of the normalised texts of a column (see `contentOf`) and its name, so that sums over columns do not depend on
 * the order of columns or rows.
 *
 * @param rows row numbers of the file
 */
export function cellHashes(column: TextColumn, rows: Int32Array): RowSums {
  const sums = emptySums(rows.length);
  const [seedA, seedB] = hashText(column.name, 0, 0);
  for (let i = 0; i < rows.length; i++) {
    [sums.a[i], sums.b[i]] = hashText(contentOf(column.text(rows[i])), seedA, seedB);
  }
  return sums;
}

/**
 * A text trimmed, in Unicode's composed form, and without zeros behind a fraction: 1.50 is 1.5, and 2.0 is 2. Possible
 * thousands groups stay (1.500).
 */
function contentOf(text: string): string {
  const composed = text.trim().normalize('NFC');
  if (!composed.endsWith('0') || !FRACTION_OF_DIGITS.test(composed) || MAYBE_GROUPED.test(composed)) return composed;
  return composed.replace(/[.,]?0+$/, '');
}

export function addSums(to: RowSums, { a, b }: RowSums): void {
  for (let i = 0; i < a.length; i++) {
    to.a[i] += a[i];
    to.b[i] += b[i];
  }
}

/** The lanes of a row as one number of 53 bits. */
export function keyAt({ a, b }: RowSums, i: number): number {
  return joined(a[i], b[i]);
}

/** A hash of a row's key and of other data that decide its place: 53 bits, uniform. */
export function mixedKey({ a, b }: RowSums, i: number, salt: string): number {
  const [x, y] = hashText(salt, a[i], b[i]);
  return joined(x, y);
}

function joined(a: number, b: number): number {
  return (b & 0x1fffff) * 2 ** 32 + a;
}

/** Whether all values of a column are different, as in identifiers, time stamps and names. */
export function tellsRowsApart(column: TextColumn, rows: Int32Array, cells: RowSums): boolean {
  const seen = new Set<number>();
  for (let i = 0; i < rows.length; i++) if (seen.size === seen.add(keyAt(cells, i)).size) return false;
  return !rows.some((row) => FRACTION.test(column.text(row)));
}

/** Two hashes of 32 bits (cyrb53 by bryc, public domain). */
export function hashText(text: string, seedA: number, seedB: number): [number, number] {
  let a = 0xdeadbeef ^ seedA;
  let b = 0x41c6ce57 ^ seedB;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return [a >>> 0, b >>> 0];
}
