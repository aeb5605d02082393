import type { ColumnType } from '../../contracts/candidate/transform.js';
import { datesOf, type DateEvidence } from './date-evidence.js';
import type { DistinctTexts } from './distinct.js';
import type { Tally } from './tally.js';
import { couldBeValue } from './missing.js';
import { marksOf, numbersBy, type Marks, type NumberEvidence } from './number-evidence.js';
import type { ReadColumn } from './read-column.js';

/** A text for people, shortened. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export function numberWarnings(name: string, found: NumberEvidence, texts: readonly string[]): string[] {
  const { bare, limits, otherUnit, unit } = found;
  const warnings: string[] = [];
  if (otherUnit.texts > 0 && unit !== null) {
    warnings.push(
      `${name}: ${quoted(otherUnit.first)} is not in ${unit}, as most are: what is in other units is taken as missing`,
    );
  }
  if (bare.texts > 0)
    warnings.push(`${name}: ${quoted(bare.first)} has no unit, and is taken to be in ${unit} as the others are`);
  if (limits.texts > 0)
    warnings.push(`${name}: limits such as ${quoted(limits.first)} are taken for the number that they name`);
  const long = texts.find((text) => /^\d{16,}$/.test(text) && !Number.isSafeInteger(Number(text)));
  if (long !== undefined) {
    warnings.push(
      `${name}: numbers as long as ${quoted(long)} are rounded; where they are ids, use --type ${name}=categorical`,
    );
  }
  return warnings;
}

/** @param width of codes with leading zeros; null for whole numbers that doubles would round */
export function codeWarnings(name: string, texts: readonly string[], width: number | null): string[] {
  const example = texts.find((text) => (width === null ? text.length > 15 : text.startsWith('0')))!;
  const why = width === null ? 'too long for numbers' : 'with zeros in front';
  return [
    `${name}: codes ${why} (${quoted(example)}) are read as categories; --type ${name}=numeric reads them as numbers`,
  ];
}

/** A text that was taken as missing although it could be a category. */
export function categoryWarnings(name: string, { counts, missing }: DistinctTexts): string[] {
  const values = [...counts.keys()];
  return [...missing]
    .filter(([word]) => couldBeValue(word, values))
    .map(
      ([word, rows]) =>
        `${name}: ${quoted(word)} is taken as missing (${counted(rows, 'row')}), though it could be a value as ` +
        `${quoted(values[0])} is; --missing names the words that are missing ("" for none)`,
    );
}

/** Warnings about values that became missing when a column was read. */
export function unreadWarnings(type: ColumnType, { column, ...read }: ReadColumn): string[] {
  const { name } = column;
  const warnings: string[] = [];
  if (read.unread > 0) {
    const example = quoted(read.firstUnread!);
    warnings.push(`${name}: ${counted(read.unread, 'value')} not ${type} (${example}), taken as missing`);
  }
  if (read.infinite > 0) {
    const example = quoted(read.firstInfinite!);
    warnings.push(`${name}: ${counted(read.infinite, 'infinite value')} (${example}), taken as missing`);
  }
  return warnings;
}

/** Fewer different numbers in a text column are codes. */
const FEWEST_NUMBERS = 10;

/** Of a column that is read as text: whether most of it looks like numbers or dates. */
export function textWarnings(name: string, counts: ReadonlyMap<string, number>): string[] {
  const marks = marksOf(counts);
  const numbers = numbersBy(marks.comma.rows > marks.point.rows ? 'comma' : 'point', counts);
  const dates = datesOf(counts);
  const [order] = dates.best;
  const found =
    twoWays(name, marks, numbers, dates, counts.size) ??
    mostly(name, 'numeric', numbers.read, numbers.odd) ??
    mostly(name, 'date', dates.read[order], dates.odd[order]) ??
    lookAlike(name, counts);
  return found === null ? [] : [found];
}

/** Numbers or dates that are written in two ways in one column. */
function twoWays(
  name: string,
  { point, comma, either }: Marks,
  { read, otherUnit, unit }: NumberEvidence,
  dates: DateEvidence,
  texts: number,
): string | null {
  const most = 0.9 * texts;
  const two = (what: string, one: string, other: string): string =>
    `${name}: read as text, because ${what} are written in two ways: ${quoted(one)} and ${quoted(other)}`;
  if (point.texts > 0 && comma.texts > 0 && point.texts + comma.texts + either.texts >= most) {
    return two('numbers', point.first, comma.first);
  }
  if (otherUnit.texts > 0 && read.texts + otherUnit.texts >= most) {
    return `${name}: read as text, because numbers are not all in ${unit}: ${quoted(otherUnit.first)}`;
  }
  const { 'day-first': day, 'month-first': month } = dates.read;
  const together = day.texts > 0 && month.texts > 0 && day.texts + month.texts >= most;
  return together && dates.best[0] !== 'year-first' ? two('dates', day.first, month.first) : null;
}

function mostly(name: string, type: 'numeric' | 'date', read: Tally, odd: Tally): string | null {
  if (read.texts < FEWEST_NUMBERS || read.rows <= odd.rows) return null;
  const noun = type === 'numeric' ? 'numbers' : 'dates';
  return (
    `${name}: read as text, because ${quoted(odd.first)} and others are no ${noun} as ${quoted(read.first)} is; ` +
    `--type ${name}=${type} takes them as missing`
  );
}

/** Digits at the start, and at least as many of them as of letters: "1h 30m", "5 ft 10 in". */
function lookAlike(name: string, counts: ReadonlyMap<string, number>): string | null {
  const alike = [...counts.keys()].filter(
    (text) => /^[^\p{L}]?\d/u.test(text) && text.replace(/\P{L}/gu, '').length <= text.replace(/\D/g, '').length,
  );
  if (alike.length < FEWEST_NUMBERS || alike.length < 0.9 * counts.size) return null;
  return `${name}: read as text, because ${quoted(alike[0])} is not a known form of a number or a date`;
}
