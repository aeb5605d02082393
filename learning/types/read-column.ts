import type { TextColumn } from '../csv/text-column.js';
import type { Column } from '../table.js';
import { parseDate } from './dates.js';
import type { Reading } from './reading.js';
import { isMissing } from './missing.js';
import { parseNumber } from './numbers.js';

export interface ReadColumn {
  column: Column;
  /** Texts that were neither missing nor readable as the type, and became missing; the first of them. */
  unread: number;
  firstUnread: string | null;
}

/**
 * A column's values at the given rows.
 *
 * @param rows row numbers of the file, from 0; null for all
 */
export function readColumn(column: TextColumn, reading: Reading, rows: Int32Array | null): ReadColumn {
  switch (reading.type) {
    case 'numeric':
      return readNumbers(column, 'numeric', rows, (text) => parseNumber(text, reading.decimal));
    case 'date':
      return readNumbers(column, 'date', rows, (text) => parseDate(text, reading.order));
    default:
      return readCategories(column, reading.type, rows);
  }
}

function readNumbers(
  column: TextColumn,
  type: 'numeric' | 'date',
  rows: Int32Array | null,
  parse: (text: string) => number | null,
): ReadColumn {
  const values = new Float64Array(rows?.length ?? column.length);
  let unread = 0;
  let firstUnread: string | null = null;
  for (let i = 0; i < values.length; i++) {
    const text = column.text(rows ? rows[i] : i);
    const value = isMissing(text) ? NaN : parse(text);
    values[i] = value ?? NaN;
    if (value !== null) continue;
    unread++;
    firstUnread ??= text;
  }
  return { column: { name: column.name, type, values }, unread, firstUnread };
}

function readCategories(column: TextColumn, type: 'categorical' | 'boolean', rows: Int32Array | null): ReadColumn {
  const codes = new Int32Array(rows?.length ?? column.length);
  const seen = new Map<string, number>();
  for (let i = 0; i < codes.length; i++) {
    const text = column.text(rows ? rows[i] : i);
    if (isMissing(text)) {
      codes[i] = -1;
      continue;
    }
    let code = seen.get(text);
    if (code === undefined) seen.set(text, (code = seen.size));
    codes[i] = code;
  }
  const levels = sortLevels([...seen.keys()]);
  const renumbered = new Int32Array(levels.length);
  levels.forEach((level, code) => (renumbered[seen.get(level)!] = code));
  for (let i = 0; i < codes.length; i++) if (codes[i] >= 0) codes[i] = renumbered[codes[i]];
  return { column: { name: column.name, type, codes, levels }, unread: 0, firstUnread: null };
}

/** Numbers by their value, before other texts by their code units. */
function sortLevels(levels: string[]): string[] {
  const keyed = levels.map((level) => ({ level, number: parseNumber(level, 'point') }));
  keyed.sort((a, b) => {
    if (a.number !== null && b.number !== null && a.number !== b.number) return a.number - b.number;
    if ((a.number === null) !== (b.number === null)) return a.number === null ? 1 : -1;
    return a.level < b.level ? -1 : a.level > b.level ? 1 : 0;
  });
  return keyed.map(({ level }) => level);
}
