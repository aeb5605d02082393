import { count, tally, type Tally } from './tally.js';
import { isNoNumber } from './missing.js';
import { readNumber, type WrittenNumber } from './numbers.js';
import type { Decimal } from './reading.js';
import { unitKey } from './units.js';

/** The evidence for a column's decimal mark. */
export interface Marks {
  /** Numbers with this mark only: 1.5, 1,234.50, 1,234,567 with the point. */
  point: Tally;
  comma: Tally;
  /** Numbers with either mark, with different values: 1.234. */
  either: Tally;
}

/** Returns the decimal mark that a text shows; null for none, or if it is not a number. */
export function markOf(text: string): Decimal | 'either' | null {
  const point = readNumber(text, 'point');
  const comma = readNumber(text, 'comma');
  if (point && comma) return point.value === comma.value ? null : 'either';
  return point ? 'point' : comma ? 'comma' : null;
}

export function marksOf(counts: ReadonlyMap<string, number>): Marks {
  const marks: Marks = { point: tally(), comma: tally(), either: tally() };
  for (const [text, rows] of counts) {
    const mark = markOf(text);
    if (mark) count(marks[mark], text, rows);
  }
  return marks;
}

/** A column read as numbers by one decimal mark. */
export interface NumberEvidence {
  read: Tally;
  /** Not numbers, or in another unit; without words for a missing number. */
  odd: Tally;
  /** Numbers in another unit than most. */
  otherUnit: Tally;
  /** Numbers without a unit, where most have one. */
  bare: Tally;
  limits: Tally;
  unit: string | null;
  /** Whether all are 0 or 1, and plain. */
  binary: boolean;
}

export function numbersBy(decimal: Decimal, counts: ReadonlyMap<string, number>): NumberEvidence {
  const numbers: [string, number, WrittenNumber][] = [];
  const [read, odd, otherUnit, bare, limits] = [tally(), tally(), tally(), tally(), tally()];
  for (const [text, rows] of counts) {
    const number = isNoNumber(text) ? null : readNumber(text, decimal);
    if (number) numbers.push([text, rows, number]);
    else if (!isNoNumber(text)) count(odd, text, rows);
  }
  const unit = commonUnit(numbers);
  let binary = numbers.length > 0;
  for (const [text, rows, number] of numbers) {
    const other = number.unit !== null && (unit === null || unitKey(number.unit) !== unitKey(unit));
    count(other ? odd : read, text, rows);
    if (other) count(otherUnit, text, rows);
    if (unit !== null && number.unit === null && number.value !== 0) count(bare, text, rows);
    if (number.limit) count(limits, text, rows);
    binary &&= unit === null && (number.value === 0 || number.value === 1);
  }
  return { read, odd, otherUnit, bare, limits, unit, binary };
}

/** A unit in a smaller share of rows is a typing error: 12a. */
const FEWEST_WITH_UNIT = 0.1;

/** The unit that most rows with one have, as it is written first; null if none has one, or few. */
function commonUnit(numbers: readonly [string, number, WrittenNumber][]): string | null {
  let all = 0;
  const units = new Map<string, { unit: string; rows: number }>();
  for (const [, rows, { unit }] of numbers) {
    all += rows;
    if (unit === null) continue;
    const known = units.get(unitKey(unit));
    if (known) known.rows += rows;
    else units.set(unitKey(unit), { unit, rows });
  }
  const [most] = [...units.values()].sort((a, b) => b.rows - a.rows);
  return most && most.rows >= FEWEST_WITH_UNIT * all ? most.unit : null;
}
