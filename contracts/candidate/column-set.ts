import { z } from 'zod';

/** Most columns of a table: the capacity of the longest text of a set. */
export const MOST_COLUMNS = 6 * 65_535;

/**
 * A set of columns, by index (0-based, in the table's order, the target left out), as short text: ranges (`0-4,7,9-12`;
 * the empty set is ``) where that takes at most 256 characters, else `~` and a bit mask, six columns to a character of
 * the base64url alphabet, the lowest column in the lowest bit, with the number of characters of whole bytes up to the
 * highest column. One set has exactly one text, so texts can be hashed and compared; another text of it is refused:
 * ranges ascend, two that touch are one (`0-2`, never `0,1-2` or `0-1,2`), a single column is not a range, numbers have
 * no leading zeros and lie below 393,210.
 */
export const columnSetSchema = z
  .string()
  .max(65_536, { abort: true })
  .regex(/^(~[A-Za-z0-9_-]+|([0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*)?)$/, {
    error: 'a column set looks like 0-4,7 or ~<base64url mask>',
    abort: true,
  })
  .superRefine((text, issues) => {
    const message = columnSetError(text);
    if (message !== null) issues.addIssue({ code: 'custom', message });
  });
export type ColumnSet = z.infer<typeof columnSetSchema>;

const MAX_RANGE_TEXT = 256;
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Longest part of a text that is quoted in messages. */
const QUOTED = 40;

/** Why a text of the right form is not the canonical text of a set, or null. Does not expand the set. */
function columnSetError(text: string): string | null {
  if (text === '') return null;
  if (!text.startsWith('~')) {
    const ranges = rangesOf(text);
    if (ranges.some(([, last]) => last >= MOST_COLUMNS)) {
      return `${quoted(text)} names a column beyond ${MOST_COLUMNS - 1}, the last that a set can hold`;
    }
    if (text.length <= MAX_RANGE_TEXT && rangesText(ranges) === text && areApart(ranges)) return null;
  } else if (encodeColumns(decodeMask(text.slice(1))) === text) {
    return null;
  }
  const form = `ascending ranges that do not touch, such as 0-4,7, up to ${MAX_RANGE_TEXT} characters, else a bit mask`;
  return `${quoted(text)} is not the one text of its set (${form})`;
}

const quoted = (text: string): string => (text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text);

type Range = [first: number, last: number];

function rangesOf(text: string): Range[] {
  return text.split(',').map((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return [first, last];
  });
}

const rangesText = (ranges: readonly Range[]): string =>
  ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');

function areApart(ranges: readonly Range[]): boolean {
  return ranges.every(([first, last], i) => first <= last && (i === 0 || first > ranges[i - 1][1] + 1));
}

/** The canonical text of a set of column indices, given in any order, repeats allowed. */
export function encodeColumns(columns: Iterable<number>): ColumnSet {
  const sorted = [...new Set(columns)].sort((a, b) => a - b);
  const ranges: Range[] = [];
  for (let i = 0; i < sorted.length;) {
    let j = i;
    while (j + 1 < sorted.length && sorted[j + 1] === sorted[j] + 1) j++;
    ranges.push([sorted[i], sorted[j]]);
    i = j + 1;
  }
  const text = rangesText(ranges);
  return text.length <= MAX_RANGE_TEXT ? text : `~${encodeMask(sorted)}`;
}

/**
 * The highest column of a set, without expanding it; null for the empty set. Check it before decoding a set from
 * outside.
 */
export function highestColumn(set: ColumnSet): number | null {
  if (set === '') return null;
  if (set.startsWith('~')) return decodeMask(set.slice(1)).at(-1) ?? null;
  return Math.max(...rangesOf(set).map(([, last]) => last));
}

/** The column indices of a set, ascending. @throws RangeError for a column that a set cannot hold */
export function decodeColumns(set: ColumnSet): number[] {
  if (set === '') return [];
  if (set.startsWith('~')) return decodeMask(set.slice(1));
  return rangesOf(set).flatMap(([first, last]) => {
    if (last >= MOST_COLUMNS) throw new RangeError(`a set of columns cannot hold column ${last}`);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

/** The set of all columns of a table with `count` input columns. */
export function allColumns(count: number): ColumnSet {
  return encodeColumns(Array.from({ length: count }, (_, i) => i));
}

// The workflow sandbox has no Buffer, and btoa works on strings, so the text is made six bits at a time.
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
