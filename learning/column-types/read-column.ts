import type { TextColumn } from '../csv/text-column.js';
import type { Column } from '../arrays/table.js';
import { canonicalText, booleanOf } from './categories.js';
import { parseDate } from './dates.js';
import { missingTest } from './missing.js';
import { parseNumber, readNumber } from './numbers.js';
import type { NumericReading, Reading } from './reading.js';
import { unitKey } from './units.js';

export interface ReadColumn {
  column: Column;
  /** Texts that could not be read as the type and became missing; the first of them. */
  unread: number;
  firstUnread: string | null;
  /** Numbers that are infinite or beyond doubles, and became missing; the first of them. */
  infinite: number;
  firstInfinite: string | null;
}

/**
 * A column's values at the given rows.
 *
 * @param rows row numbers of the file, from 0; null for all
 */
export function readColumn(column: TextColumn, reading: Reading, rows: Int32Array | null): ReadColumn {
  switch (reading.type) {
    case 'numeric':
      return readNumbers(column, reading, rows, numberParser(reading));
    case 'date':
      return readNumbers(column, reading, rows, (text) => parseDate(text, reading.order));
    case 'categorical':
      return readCategories(column, reading, rows, (text) => canonicalText(text, reading.width));
    case 'boolean':
      return readCategories(column, reading, rows, (text) => String(booleanOf(text) ?? canonicalText(text)));
  }
}

/** Numbers without a unit, or in the column's own. */
function numberParser({ decimal, unit, binary }: NumericReading): (text: string) => number | null {
  const key = unit === null ? null : unitKey(unit);
  return (text) => {
    const code = text.charCodeAt(text.length - 1);
    // Ends with a digit: usually a plain number.
    if (code >= 48 && code <= 57 && unit === null) {
      const value = parseNumber(text, decimal);
      if (value !== null) return value;
    }
    const written = readNumber(text, decimal);
    if (written) return written.unit === null || unitKey(written.unit) === key ? written.value : null;
    const truth = binary ? booleanOf(text) : null;
    return truth === null ? null : Number(truth);
  };
}

function readNumbers(
  column: TextColumn,
  { type, missing }: Extract<Reading, { type: 'numeric' | 'date' }>,
  rows: Int32Array | null,
  parse: (text: string) => number | null,
): ReadColumn {
  const isMissing = missingTest(missing);
  const values = new Float64Array(rows?.length ?? column.length);
  const read: ReadColumn = { ...EVERYTHING, column: { name: column.name, type, values } };
  for (let i = 0; i < values.length; i++) {
    const text = column.text(rows ? rows[i] : i);
    const value = isMissing(text) ? NaN : parse(text);
    if (value === null) {
      read.unread++;
      read.firstUnread ??= text;
    } else if (value === Infinity || value === -Infinity) {
      read.infinite++;
      read.firstInfinite ??= text;
    }
    values[i] = value !== null && Number.isFinite(value) ? value : NaN;
  }
  return read;
}

const EVERYTHING = { unread: 0, firstUnread: null, infinite: 0, firstInfinite: null };

function readCategories(
  column: TextColumn,
  { type, missing }: Extract<Reading, { type: 'categorical' | 'boolean' }>,
  rows: Int32Array | null,
  canonical: (text: string) => string,
): ReadColumn {
  const isMissing = missingTest(missing);
  const codes = new Int32Array(rows?.length ?? column.length);
  const found: string[] = [];
  const known = new Map<string, number>();
  const codeOf = (text: string): number => {
    let code = known.get(text);
    if (code !== undefined) return code;
    const level = isMissing(text) ? null : canonical(text);
    if (level === text) found.push(text);
    code = level === null ? -1 : level === text ? found.length - 1 : codeOf(level);
    known.set(text, code);
    return code;
  };
  for (let i = 0; i < codes.length; i++) codes[i] = codeOf(column.text(rows ? rows[i] : i));
  const levels = sortLevels(found.slice());
  const renumbered = new Int32Array(levels.length);
  levels.forEach((level, code) => (renumbered[known.get(level)!] = code));
  for (let i = 0; i < codes.length; i++) if (codes[i] >= 0) codes[i] = renumbered[codes[i]];
  return { ...EVERYTHING, column: { name: column.name, type, codes, levels } };
}

/** Numbers by their value, before other texts by their code units. */
export function sortLevels(levels: string[]): string[] {
  const keyed = levels.map((level) => ({ level, number: parseNumber(level, 'point') }));
  keyed.sort((a, b) => {
    if (a.number !== null && b.number !== null && a.number !== b.number) return a.number - b.number;
    if ((a.number === null) !== (b.number === null)) return a.number === null ? 1 : -1;
    return a.level < b.level ? -1 : a.level > b.level ? 1 : 0;
  });
  return keyed.map(({ level }) => level);
}
