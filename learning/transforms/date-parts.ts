import type { DateTransform } from '../../contracts/candidate/transform.js';
import type { NumberColumn } from '../arrays/table.js';
import type { FittedDate } from './fitted.js';
import { presentValues } from './impute.js';
import { quantile } from './quantile.js';

type Part = DateTransform['parts'][number];

const MS_PER_DAY = 86_400_000;
const MS_PER_HOUR = 3_600_000;
const DAYS_PER_ERA = 146_097;

/**
 * The parts in UTC, of milliseconds since 1970-01-01: days since then for `timestamp`, months from 1, weekdays from 0
 * on Sunday. Computed by arithmetic, because a Date object for each cell takes several times as long.
 */
const PARTS: Record<Part, (ms: number) => number> = {
  timestamp: (ms) => ms / MS_PER_DAY,
  year: (ms) => {
    const { era, yearOfEra, month } = civil(ms);
    return era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  },
  month: (ms) => civil(ms).month,
  day: (ms) => civil(ms).day,
  weekday: (ms) => modulo(Math.floor(ms / MS_PER_DAY) + 4, 7),
  hour: (ms) => Math.floor(modulo(ms, MS_PER_DAY) / MS_PER_HOUR),
};

/** The Gregorian calendar's day in years that start in March (Hinnant 2013, "chrono-compatible date algorithms"). */
function civil(ms: number): { era: number; yearOfEra: number; month: number; day: number } {
  const days = Math.floor(ms / MS_PER_DAY) + 719_468;
  const era = Math.floor(days / DAYS_PER_ERA);
  const dayOfEra = days - era * DAYS_PER_ERA;
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return { era, yearOfEra, month, day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1 };
}

function modulo(value: number, divisor: number): number {
  return value - Math.floor(value / divisor) * divisor;
}

/** @returns null for a column that is all missing in the training rows */
export function fitDate({ name, values }: NumberColumn, rows: Int32Array, { parts }: DateTransform): FittedDate | null {
  const present = presentValues(values, rows);
  if (present.length === 0) return null;
  const median = (part: Part): number => quantile(present.map(PARTS[part]).sort(), 0.5);
  return { kind: 'date', name, parts: [...new Set(parts)].map((part) => ({ part, median: median(part) })) };
}

/** @param out rows × parts, column-major */
export function applyDate({ parts }: FittedDate, { values }: NumberColumn, rows: Int32Array, out: Float64Array): void {
  parts.forEach(({ part, median }, p) => {
    const read = PARTS[part];
    for (let i = 0; i < rows.length; i++) {
      const ms = values[rows[i]];
      out[p * rows.length + i] = ms === ms ? read(ms) : median;
    }
  });
}
