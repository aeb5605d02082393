import { isWeekday, monthOf } from './month-names.js';
import type { DateOrder } from './reading.js';

/** Years of two digits from this one on are of the 20th century, those below of the 21st (as POSIX has it). */
const PIVOT = 69;
/** Offsets in hours of zones by their names: those of RFC 822, of Europe, Japan and Australia. */
const ZONES: Readonly<Record<string, number>> = {
  ...{ EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7 },
  ...{ WET: 0, WEST: 1, BST: 1, CET: 1, CEST: 2, MEZ: 1, MESZ: 2, EET: 2, EEST: 3, MSK: 3, JST: 9, AEST: 10, AEDT: 11 },
};
const CLOCK = String.raw`(?<hour>\d{1,3}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?`;
const TIME = String.raw`${CLOCK}(?: ?(?<half>[AaPp])\.?[Mm]\.?)?(?: ?(?<zone>Z|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?|UTC|GMT|${Object.keys(ZONES).join('|')})(?: \([^)]+\))?)?`;
const AFTER = String.raw`(?:(?:[T_,] ?| +)${TIME})?`;
const WORD = String.raw`\p{L}{2,}\.?`;
const SHAPES: readonly RegExp[] = [
  // 2018-01-31, 2018-01 and 2018-Jan-31
  String.raw`(?<year>\d{4})(?<mark>[-/.])(?<month>\d{1,2}|${WORD})(?:\k<mark>(?<day>\d{1,2}))?${AFTER}`,
  // 31/01/2018, 01/31/18, 18-01-31
  String.raw`(?<a>\d{1,2})(?<mark>[-/.])(?<b>\d{1,2})\k<mark> ?(?<c>\d{4}|\d{2})${AFTER}`,
  // 2018年1月31日, 2018년 1월 31일
  String.raw`(?<year>\d{4})[年년] ?(?<month>\d{1,2})[月월] ?(?<day>\d{1,2})[日일]${AFTER}`,
  // 01/2018
  String.raw`(?<month>\d{1,2})[-/](?<year>\d{4})`,
  // 31 Jan 2018, 31-Jan-18, 31. Januar 2018, 31JAN2018, 31 de enero de 2018
  String.raw`(?<day>\d{1,2})(?:st|nd|rd|th|\.|er)?[- /]?(?:de )?(?<month>${WORD})(?:[- /,]{0,2}|[. ]de )(?<year>\d{4}|\d{2})${AFTER}`,
  // Jan 31, 2018
  String.raw`(?<month>${WORD})[- ]?(?<day>\d{1,2})(?:st|nd|rd|th)?(?:, ?| |-)(?<year>\d{4})${AFTER}`,
  // Jan 2018, Jan-18, Jan '18
  String.raw`(?<month>${WORD})(?:[- /]|, )?'?(?<year>\d{4}|(?<=[-'])\d{2})`,
  // Jan 31 12:00:00 UTC 2018
  String.raw`(?<month>${WORD}) +(?<day>\d{1,2}) ${TIME} (?<year>\d{4})`,
  // 20180131, 20180131T120000
  String.raw`(?<year>(?:19|20)\d{2})(?<month>\d{2})(?<day>\d{2})(?:[T ]?(?<hour>\d{2}):?(?<minute>\d{2}):?(?<second>\d{2})(?<zone>Z|[+-]\d{2}:?\d{2})?)?`,
  // 12:30: a time from 1970-01-01 on
  TIME,
].map((shape) => new RegExp(`^${shape}$`, 'u'));
/** What most files hold, for speed. */
const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?$/;
/** What JavaScript writes: Mon Dec 31 2018 10:00:00 GMT+0100 (Central European Standard Time). */
const LONGEST = 80;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const WEEKDAY = /^(\p{L}{2,})\.?,? +/u;
const ZERO = /^[0\s]+[-/.]0+[-/.]0+(?:[T ][0:.]+Z?)?$/;

/** Whether a text is the date of a database that has none: 0000-00-00. */
export function isZeroDate(text: string): boolean {
  return text.startsWith('0') && ZERO.test(text);
}

/**
 * Milliseconds since 1970-01-01 UTC of the date that a text writes in this order, or null if it writes none: ISO 8601,
 * three numbers (a year of two digits is from 1969 to 2068), names of months, a month alone (its first day), a time of
 * day alone (on 1970-01-01), with a time and a time zone or without. Without a zone it is taken for UTC.
 */
export function parseDate(text: string, order: DateOrder): number | null {
  if (text.length < 4 || text.length > LONGEST || !/\d/.test(text)) return null;
  const iso = ISO.exec(text);
  if (iso) {
    return momentOf([+iso[1], +iso[2], +iso[3]], +(iso[4] ?? 0), +(iso[5] ?? 0), +(iso[6] ?? 0));
  }
  // Tue, 31 Jan 2018. Some weekday names are month names in other languages (mar): the unchanged text is tried first.
  const time = timeWritten(text, order);
  const rest = time === null && text.charCodeAt(0) > 57 ? withoutWeekday(text) : text;
  return rest === text ? time : timeWritten(rest, order);
}

function timeWritten(text: string, order: DateOrder): number | null {
  for (const shape of SHAPES) {
    const parts = shape.exec(text)?.groups;
    const time = parts && timeOf(parts, order);
    if (time !== null && time !== undefined) return time;
  }
  return null;
}

function withoutWeekday(text: string): string {
  const weekday = WEEKDAY.exec(text);
  return weekday && isWeekday(weekday[1]) ? text.slice(weekday[0].length) : text;
}

/** Year, month and day. */
type Day = readonly [number, number, number];
type Parts = Readonly<Record<string, string | undefined>>;

function timeOf(parts: Parts, order: DateOrder): number | null {
  const date = dateOf(parts, order);
  const hour = hourOf(parts);
  if (date === null || hour === null) return null;
  const days = isTimeAlone(parts) ? Math.floor(hour / 24) : 0;
  const time = momentOf(date, hour - 24 * days, Number(parts.minute ?? 0), Number(parts.second ?? 0));
  const moment = time === null ? null : time + days * 86_400_000;
  const fraction = Math.floor(Number(`0.${parts.fraction ?? 0}`) * 1000);
  return moment === null ? null : moment + fraction - zoneOffset(parts.zone);
}

/** Null for what is not in the calendar (2023-02-30) or on no clock. */
function momentOf([year, month, day]: Day, hour: number, minute: number, second: number): number | null {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  if (month < 1 || month > 12 || day < 1 || day > MONTH_DAYS[month - 1] + leap) return null;
  // 24:00 is the end of a day.
  if (hour > 24 || (hour === 24 && minute + second > 0) || minute > 59 || second > 60) return null;
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  return year > 99 ? time : new Date(time).setUTCFullYear(year, month - 1, day);
}

function dateOf(parts: Parts, order: DateOrder): Day | null {
  if (parts.a !== undefined) return threeNumbers(parts, order);
  if (isTimeAlone(parts)) return [1970, 1, 1];
  const month = /^\d/.test(parts.month!) ? Number(parts.month) : monthOf(parts.month!);
  return month === null ? null : [fullYear(parts.year!), month, Number(parts.day ?? 1)];
}

/** A time of day, or a duration of more hours than a day has. */
function isTimeAlone({ a, year }: Parts): boolean {
  return a === undefined && year === undefined;
}

function threeNumbers({ a, b, c }: Parts, order: DateOrder): Day | null {
  if (order === 'day-first') return [fullYear(c!), Number(b), Number(a)];
  if (order === 'month-first') return [fullYear(c!), Number(a), Number(b)];
  return c!.length === 2 && a!.length === 2 ? [fullYear(a!), Number(b), Number(c)] : null;
}

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length > 2) return year;
  return year < PIVOT ? 2000 + year : 1900 + year;
}

function hourOf({ hour = '0', half }: Parts): number | null {
  const value = Number(hour);
  if (half === undefined) return value;
  if (value < 1 || value > 12) return null;
  return (value % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** Milliseconds that a zone is ahead of UTC. */
function zoneOffset(zone: string | undefined): number {
  const match = /([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '');
  if (!match) return (ZONES[zone ?? ''] ?? 0) * 3_600_000;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0)) * 60_000;
}
