import { isZeroDate, parseDate } from './dates.js';
import { count, tally, type Tally } from './tally.js';
import { isNoNumber } from './missing.js';
import type { DateOrder } from './reading.js';

/** Day before month, where nothing decides between the two. */
const ORDERS: readonly DateOrder[] = ['day-first', 'month-first', 'year-first'];

/** A column read as dates. */
export interface DateEvidence {
  /** For each order, what it can read. */
  read: Record<DateOrder, Tally>;
  /** For each order, what it cannot read; without zero dates and words for a missing date. */
  odd: Record<DateOrder, Tally>;
  /** The orders that read the most rows, in the order of ORDERS. */
  best: readonly DateOrder[];
  /** A text that is a different date in each of the best orders; null for none. */
  open: string | null;
  /** A text that the best order reads, and others do not; null for none. */
  decisive: string | null;
}

/** If so many texts have no date, the column has none. */
const ENOUGH_TEXTS = 500;

export function datesOf(counts: ReadonlyMap<string, number>): DateEvidence {
  const read = { 'year-first': tally(), 'day-first': tally(), 'month-first': tally() };
  const odd = { 'year-first': tally(), 'day-first': tally(), 'month-first': tally() };
  const times = new Map<string, Times>();
  for (const [text, rows] of counts) {
    if (isZeroDate(text) || isNoNumber(text)) continue;
    const found = timesOf(text);
    for (const order of ORDERS) count(found?.[order] == null ? odd[order] : read[order], text, rows);
    if (found) times.set(text, found);
    else if (times.size === 0 && odd['year-first'].texts === ENOUGH_TEXTS) break;
  }
  const most = Math.max(...ORDERS.map((order) => read[order].rows));
  let best = ORDERS.filter((order) => read[order].rows === most);
  if (textThatParts(best, times) !== null) best = withFewYears(best, times);
  const decisive = best.length < ORDERS.length ? textReadBy(best, times) : null;
  return { read, odd, best, open: textThatParts(best, times), decisive };
}

/** Milliseconds since 1970-01-01 UTC, by each order. */
type Times = Readonly<Record<DateOrder, number | null>>;

/** Null for no date in any order. */
function timesOf(text: string): Times | null {
  const [day, month, year] = ORDERS.map((order) =>
    order === 'day-first' || BY_ORDER.test(text) ? parseDate(text, order) : null,
  );
  if (!BY_ORDER.test(text)) return day === null ? null : { 'day-first': day, 'month-first': day, 'year-first': day };
  if (day === null && month === null && year === null) return null;
  return { 'day-first': day, 'month-first': month, 'year-first': year };
}

/** The dates that depend on the order; all others are the same in each order. */
const BY_ORDER = /^(?:\p{L}+\.?,? +)?\d{1,2}[-/.]\d/u;

/** Two-digit years in front vary less than days do: 18-01-31, 18-02-25. */
function withFewYears(best: readonly DateOrder[], times: ReadonlyMap<string, Times>): DateOrder[] {
  const others = best.filter((order) => order !== 'year-first');
  if (others.length === best.length || others.length === 0) return [...best];
  const years = (order: DateOrder): number =>
    new Set([...times.values()].map((found) => new Date(found[order] ?? NaN).getUTCFullYear())).size;
  const first = years('year-first');
  return others.every((order) => first < years(order)) ? ['year-first'] : others;
}

function textThatParts(orders: readonly DateOrder[], times: ReadonlyMap<string, Times>): string | null {
  for (const [text, found] of times) {
    const different = new Set(orders.map((order) => found[order]).filter((time) => time !== null));
    if (different.size > 1) return text;
  }
  return null;
}

function textReadBy(best: readonly DateOrder[], times: ReadonlyMap<string, Times>): string | null {
  for (const [text, found] of times) {
    if (ORDERS.every((order) => found[order] === null || best.includes(order))) return text;
  }
  return null;
}

/** Fewer whole numbers that could be dates are not sufficient evidence. */
const FEWEST_COMPACT = 3;
const COMPACT = /^(?:19|20)\d{6}(?:\d{6})?$/;

/** Whether whole numbers are dates, all of them: 20180131. */
export function areCompactDates(counts: ReadonlyMap<string, number>): boolean {
  const texts = [...counts.keys()].filter((text) => !isNoNumber(text) && !/^0+$/.test(text));
  if (texts.length < FEWEST_COMPACT) return false;
  return texts.every((text) => COMPACT.test(text) && parseDate(text, 'year-first') !== null);
}
