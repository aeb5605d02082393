import type { DateTransform } from '../../contracts/transform.js';
import type { NumberColumn } from '../table.js';
import type { FittedDate } from './fitted.js';
import { presentSorted } from './numeric.js';
import { quantile } from './quantile.js';

type Part = DateTransform['parts'][number];

const MS_PER_DAY = 86_400_000;

/** A part of a date in UTC: days since 1970 for `timestamp`, months from 1, weekdays from 0 on Sunday. */
function partOf(ms: number, part: Part): number {
  if (part === 'timestamp') return ms / MS_PER_DAY;
  const date = new Date(ms);
  switch (part) {
    case 'year':
      return date.getUTCFullYear();
    case 'month':
      return date.getUTCMonth() + 1;
    case 'day':
      return date.getUTCDate();
    case 'weekday':
      return date.getUTCDay();
    case 'hour':
      return date.getUTCHours();
  }
}

export function fitDate(column: NumberColumn, rows: Int32Array, { parts }: DateTransform): FittedDate {
  const present = presentSorted(column.values, rows);
  const median = (part: Part): number =>
    present.length === 0 ? 0 : quantile(present.map((ms) => partOf(ms, part)).sort(), 0.5);
  return { kind: 'date', name: column.name, parts: parts.map((part) => ({ part, median: median(part) })) };
}

/** @param out rows × parts, column-major */
export function applyDate({ parts }: FittedDate, { values }: NumberColumn, rows: Int32Array, out: Float64Array): void {
  parts.forEach(({ part, median }, p) => {
    for (let i = 0; i < rows.length; i++) {
      const ms = values[rows[i]];
      out[p * rows.length + i] = ms === ms ? partOf(ms, part) : median;
    }
  });
}
