import type { ColumnType } from '../../contracts/transform.js';
import type { TextColumn } from '../csv/text-column.js';
import { DATE_FORMATS, parseDate, type DateFormat } from './dates.js';
import { isMissing } from './missing.js';
import { parseNumber, type NumberFormat } from './numbers.js';

/** How a column's texts are read, as JSON: a model keeps it to read the columns of other files alike. */
export type Reading =
  | { type: 'numeric'; format: NumberFormat }
  | { type: 'date'; format: DateFormat }
  | { type: 'categorical' }
  | { type: 'boolean' };

/** Of a column's values, this share may fail to be numbers before it is no numeric column any more. */
const STRAY_SHARE = 0.02;
/** Stray texts are words like "unknown": more different ones are categories. */
const STRAY_TEXTS = 3;
const BOOLEAN_PAIRS = ['false/true', 'no/yes', 'f/t', 'n/y', 'off/on'];
/** Enough to tell numbers and dates from categories without looking at every cell of a category column. */
const DISTINCT_LIMIT = 10_000;

/** The type of a column, from its texts: a column that is all missing counts as numeric. */
export function inferReading(column: TextColumn, format: NumberFormat): Reading {
  const distinct = distinctTexts(column);
  if (isNumeric(distinct, format)) return { type: 'numeric', format };
  const texts = [...distinct.keys()];
  const date = DATE_FORMATS.find((candidate) => texts.every((text) => parseDate(text, candidate) !== null));
  if (date) return { type: 'date', format: date };
  const pair = [...new Set(texts.map((text) => text.toLowerCase()))].sort().join('/');
  return { type: BOOLEAN_PAIRS.includes(pair) ? 'boolean' : 'categorical' };
}

/**
 * How to read a column as the type that was asked for.
 *
 * @returns null where its texts cannot be read so (no date in any known format)
 */
export function readingAs(type: ColumnType, column: TextColumn, format: NumberFormat): Reading | null {
  switch (type) {
    case 'numeric':
      return { type, format };
    case 'date': {
      const texts = [...distinctTexts(column).keys()];
      const read = (candidate: DateFormat): number =>
        texts.filter((text) => parseDate(text, candidate) !== null).length;
      const best = [...DATE_FORMATS].sort((a, b) => read(b) - read(a))[0];
      return texts.length > 0 && read(best) === 0 ? null : { type, format: best };
    }
    default:
      return { type };
  }
}

/** Texts that are not missing, with how often each stands there; the first DISTINCT_LIMIT ones of very many. */
function distinctTexts(column: TextColumn): Map<string, number> {
  const counts = new Map<string, number>();
  for (let row = 0; row < column.length; row++) {
    const text = column.text(row);
    if (isMissing(text)) continue;
    const count = counts.get(text);
    if (count === undefined && counts.size >= DISTINCT_LIMIT) break;
    counts.set(text, (count ?? 0) + 1);
  }
  return counts;
}

function isNumeric(distinct: Map<string, number>, format: NumberFormat): boolean {
  let values = 0;
  let strays = 0;
  const strayTexts = new Set<string>();
  for (const [text, count] of distinct) {
    values += count;
    if (parseNumber(text, format) !== null) continue;
    strays += count;
    strayTexts.add(text);
    if (strayTexts.size > STRAY_TEXTS) return false;
  }
  // Too few numbers beside a word prove nothing: 1, 2, 3 and "many" are categories.
  return strays === 0 || (distinct.size >= 20 && strays <= STRAY_SHARE * values);
}
