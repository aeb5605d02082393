import { z } from 'zod';

/**
 * A set of columns, by index (0-based, in the table's order, the target left out), as short text:
 * ranges (`0-4,7,9-12`; the empty set is ``) where that takes at most 256 characters,
 * else `~` and a bit mask, six columns to a character of the base64url alphabet, the lowest column in the lowest bit.
 * One set has exactly one text, so texts can be hashed and compared.
 */
export const columnSetSchema = z
  .string()
  .max(65_536)
  .regex(
    /^(~[A-Za-z0-9_-]+|([0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*)?)$/,
    'a column set looks like 0-4,7 or ~<base64url mask>',
  );
export type ColumnSet = z.infer<typeof columnSetSchema>;

const MAX_RANGE_TEXT = 256;
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The one text of a set of column indices, given in any order, repeats allowed. */
export function encodeColumns(columns: Iterable<number>): ColumnSet {
  const sorted = [...new Set(columns)].sort((a, b) => a - b);
  const ranges: string[] = [];
  for (let i = 0; i < sorted.length;) {
    let j = i;
    while (j + 1 < sorted.length && sorted[j + 1] === sorted[j] + 1) j++;
    ranges.push(i === j ? `${sorted[i]}` : `${sorted[i]}-${sorted[j]}`);
    i = j + 1;
  }
  const text = ranges.join(',');
  return text.length <= MAX_RANGE_TEXT ? text : `~${encodeMask(sorted)}`;
}

/** The column indices of a set, ascending. */
export function decodeColumns(set: ColumnSet): number[] {
  if (set === '') return [];
  if (set.startsWith('~')) return decodeMask(set.slice(1));
  return set.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

/** The set of all columns of a table with `count` input columns. */
export function allColumns(count: number): ColumnSet {
  return encodeColumns(Array.from({ length: count }, (_, i) => i));
}

// Buffer is absent from the workflow sandbox and btoa works on strings, so six bits at a time by hand.
function encodeMask(sorted: number[]): string {
  const bits = new Uint8Array(Math.ceil((sorted[sorted.length - 1] + 1) / 8) * 8);
  for (const index of sorted) bits[index] = 1;
  let text = '';
  for (let i = 0; i < bits.length; i += 6) {
    let digit = 0;
    for (let bit = 0; bit < 6; bit++) digit |= (bits[i + bit] ?? 0) << bit;
    text += BASE64URL[digit];
  }
  return text;
}

function decodeMask(text: string): number[] {
  const columns: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const digit = BASE64URL.indexOf(text[i]);
    for (let bit = 0; bit < 6; bit++) if ((digit >> bit) & 1) columns.push(i * 6 + bit);
  }
  return columns;
}
