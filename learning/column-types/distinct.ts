import type { TextColumn } from '../csv/text-column.js';

/** Enough to tell numbers and dates from categories without looking at every cell of a column. */
const DISTINCT_LIMIT = 10_000;
/** Rows that are looked at first, from all over the column; so many or fewer are looked at in their order. */
const SAMPLE_ROWS = 20_000;

export interface DistinctTexts {
  /** Texts that are not missing, with the number of rows that hold each. */
  counts: ReadonlyMap<string, number>;
  /** Words for missing values, with their rows; the empty one left out. */
  missing: ReadonlyMap<string, number>;
  /** False where there are too many different texts: rows from all over the column were looked at. */
  complete: boolean;
}

/**
 * The different texts of a column.
 *
 * @param rows rows to look at; null for all
 */
export function distinctTexts(
  column: TextColumn,
  rows: Int32Array | null,
  isMissing: (text: string) => boolean,
): DistinctTexts {
  const counts = new Map<string, number>();
  const missing = new Map<string, number>();
  for (const row of spread(rows?.length ?? column.length)) {
    const text = column.text(rows ? rows[row] : row);
    if (isMissing(text)) {
      if (text !== '') missing.set(text, (missing.get(text) ?? 0) + 1);
      continue;
    }
    const count = counts.get(text);
    if (count === undefined && counts.size >= DISTINCT_LIMIT) return { counts, missing, complete: false };
    counts.set(text, (count ?? 0) + 1);
  }
  return { counts, missing, complete: true };
}

/** The first text, of all the rows, for which a test holds; null for none. */
export function findText(column: TextColumn, rows: Int32Array | null, test: (text: string) => boolean): string | null {
  const length = rows?.length ?? column.length;
  for (let i = 0; i < length; i++) {
    const text = column.text(rows ? rows[i] : i);
    if (test(text)) return text;
  }
  return null;
}

/** All numbers below `length`, once each: first some from all over, where they are many, then the others in their order. */
function* spread(length: number): Generator<number> {
  const step = Math.ceil(length / SAMPLE_ROWS);
  for (let i = 0; i < length; i += step) yield i;
  if (step > 1) for (let i = 0; i < length; i++) if (i % step !== 0) yield i;
}
