import { UserError } from '../../contracts/errors.js';
import type { ColumnType } from '../../contracts/transform.js';
import type { TextColumn } from '../csv/text-column.js';
import { parseDate } from './dates.js';
import { isMissing } from './missing.js';
import { parseNumber } from './numbers.js';
import { describeReading, type DateOrder, type Decimal, type Reading, type ReadingChoices } from './reading.js';

export interface ReadingOptions extends ReadingChoices {
  /** Rows to look at; null for all. */
  rows: Int32Array | null;
  /** The type that a person asked for. */
  type?: ColumnType;
}

export interface InferredReading {
  reading: Reading;
  /** How it was read and why, a value quoted, for people. */
  evidence: string;
  /** What a person should know, each naming the option that settles it. */
  warnings: string[];
}

/** Of a column's values, this share may fail to be numbers before it is no numeric column any more. */
const STRAY_SHARE = 0.02;
/** Stray texts are words like "unknown": more different ones are categories. */
const STRAY_TEXTS = 3;
const BOOLEAN_PAIRS = ['false/true', 'no/yes', 'f/t', 'n/y', 'off/on'];
/** Enough to tell numbers and dates from categories without looking at every cell of a category column. */
const DISTINCT_LIMIT = 10_000;
const DECIMALS: readonly Decimal[] = ['point', 'comma'];
const ORDERS: readonly DateOrder[] = ['year-first', 'day-first', 'month-first'];

/**
 * How to read each column of a file, in their order: what one column leaves open, others of the file may show.
 *
 * @param types overrides of types, by column
 * @throws UserError('InvalidInput') for a column that cannot be read as was asked for.
 */
export function inferReadings(
  columns: readonly TextColumn[],
  options: Omit<ReadingOptions, 'type'>,
  types: ReadonlyMap<string, ColumnType>,
): InferredReading[] {
  return columns.map((column) => inferReading(column, { ...options, type: types.get(column.name) }));
}

/**
 * How to read a column, from its texts at the given rows: a column that is all missing counts as numeric.
 *
 * @throws UserError('InvalidInput') for a column that cannot be read as the type that was asked for.
 */
export function inferReading(column: TextColumn, options: ReadingOptions): InferredReading {
  const distinct = distinctTexts(column, options.rows);
  const reading = options.type ? readingAs(options.type, column, distinct) : readingOf(distinct);
  return { reading, evidence: describeReading(reading), warnings: [] };
}

function readingOf(distinct: Map<string, number>): Reading {
  const decimal = DECIMALS.find((candidate) => isNumeric(distinct, candidate));
  if (decimal) return { type: 'numeric', decimal, unit: null, binary: false, missing: [] };
  const texts = [...distinct.keys()];
  const order = ORDERS.find((candidate) => texts.every((text) => parseDate(text, candidate) !== null));
  if (order) return { type: 'date', order, missing: [] };
  const pair = [...new Set(texts.map((text) => text.toLowerCase()))].sort().join('/');
  if (BOOLEAN_PAIRS.includes(pair)) return { type: 'boolean', missing: [] };
  return { type: 'categorical', width: null, missing: [] };
}

function readingAs(type: ColumnType, { name }: TextColumn, distinct: Map<string, number>): Reading {
  if (type === 'numeric') return { type, decimal: 'point', unit: null, binary: false, missing: [] };
  if (type === 'boolean') return { type, missing: [] };
  if (type === 'categorical') return { type, width: null, missing: [] };
  const texts = [...distinct.keys()];
  const read = (candidate: DateOrder): number => texts.filter((text) => parseDate(text, candidate) !== null).length;
  const best = [...ORDERS].sort((a, b) => read(b) - read(a))[0];
  if (texts.length > 0 && read(best) === 0) {
    throw new UserError('InvalidInput', `types: ${name} cannot be read as date`);
  }
  return { type, order: best, missing: [] };
}

/** Texts that are not missing, with how often each stands there; the first DISTINCT_LIMIT ones of very many. */
function distinctTexts(column: TextColumn, rows: Int32Array | null): Map<string, number> {
  const counts = new Map<string, number>();
  const length = rows?.length ?? column.length;
  for (let i = 0; i < length; i++) {
    const text = column.text(rows ? rows[i] : i);
    if (isMissing(text)) continue;
    const count = counts.get(text);
    if (count === undefined && counts.size >= DISTINCT_LIMIT) break;
    counts.set(text, (count ?? 0) + 1);
  }
  return counts;
}

function isNumeric(distinct: Map<string, number>, decimal: Decimal): boolean {
  let values = 0;
  let strays = 0;
  const strayTexts = new Set<string>();
  for (const [text, count] of distinct) {
    values += count;
    if (parseNumber(text, decimal) !== null) continue;
    strays += count;
    strayTexts.add(text);
    if (strayTexts.size > STRAY_TEXTS) return false;
  }
  // Too few numbers beside a word prove nothing: 1, 2, 3 and "many" are categories.
  return strays === 0 || (distinct.size >= 20 && strays <= STRAY_SHARE * values);
}
