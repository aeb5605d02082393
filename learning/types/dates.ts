import type { DateOrder } from './reading.js';

const ISO =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)? ?(Z|UTC|[+-]\d{2}:?\d{2})?$/;
const PARTS = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

/**
 * Milliseconds since 1970-01-01 UTC of the date that a text writes in this order, or null where it writes none.
 * Without a time zone it is taken for UTC.
 */
export function parseDate(text: string, order: DateOrder): number | null {
  return order === 'year-first' ? parseIso(text) : parseParts(text, order);
}

function parseIso(text: string): number | null {
  const match = ISO.exec(text);
  if (!match) return null;
  const [year, month, day, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => part && Number(part));
  const fraction = match[7] ? Number(`0.${match[7]}`) * 1000 : 0;
  const utc = checked(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  return utc === null ? null : utc + Math.floor(fraction) - zoneOffset(match[8]);
}

function zoneOffset(zone: string | undefined): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '');
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000;
}

function parseParts(text: string, order: DateOrder): number | null {
  const match = PARTS.exec(text);
  if (!match) return null;
  const [first, second] = [Number(match[1]), Number(match[3])];
  const [day, month] = order === 'day-first' ? [first, second] : [second, first];
  const [hour, minute, seconds] = match.slice(5, 8).map((part) => Number(part ?? 0));
  return checked(Number(match[4]), month, day, hour, minute, seconds);
}

/** Null for a day that is not in the calendar (2023-02-30), which Date would carry over. */
function checked(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | null {
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour;
  return same && minute < 60 && second < 61 ? date.getTime() : null;
}
