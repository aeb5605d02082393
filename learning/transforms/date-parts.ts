import type { DateTransform } from '../../contracts/transform.js';
import type { NumberColumn } from '../table.js';
import type { FittedDate } from './fitted.js';
import { presentValues } from './impute.js';
import { quantile } from './quantile.js';

type Part = DateTransform['parts'][number];

const MS_PER_DAY = 86_400_000;

/**
 * The parts in UTC, of milliseconds since 1970-01-01: days since then for `timestamp`, months from 1, weekdays from 0 on
 * Sunday. NaN for a time beyond the calendar (8.64e15 ms).
 */
const PARTS: Record<Part, (date: Date) => number> = {
  timestamp: (date) => date.getTime() / MS_PER_DAY,
  year: (date) => date.getUTCFullYear(),
  month: (date) => date.getUTCMonth() + 1,
  day: (date) => date.getUTCDate(),
  weekday: (date) => date.getUTCDay(),
  hour: (date) => date.getUTCHours(),
};

/** One Date serves a whole column: a new one a cell is the most of the time. */
function partReader(part: Part): (ms: number) => number {
  const date = new Date(0);
  const read = PARTS[part];
  return (ms) => {
    date.setTime(ms);
    return read(date);
  };
}

/** @returns null for a column that is all missing in the training rows */
export function fitDate({ name, values }: NumberColumn, rows: Int32Array, { parts }: DateTransform): FittedDate | null {
  const present = presentValues(values, rows).filter((ms) => !Number.isNaN(partReader('timestamp')(ms)));
  if (present.length === 0) return null;
  const median = (part: Part): number => quantile(present.map(partReader(part)).sort(), 0.5);
  return { kind: 'date', name, parts: [...new Set(parts)].map((part) => ({ part, median: median(part) })) };
}

/** @param out rows × parts, column-major */
export function applyDate({ parts }: FittedDate, { values }: NumberColumn, rows: Int32Array, out: Float64Array): void {
  parts.forEach(({ part, median }, p) => {
    const read = partReader(part);
    for (let i = 0; i < rows.length; i++) {
      const value = read(values[rows[i]]);
      out[p * rows.length + i] = value === value ? value : median;
    }
  });
}
