/** Rows and different texts of a column. */
export interface Tally {
  rows: number;
  texts: number;
  /** The first of the texts; '' for none. */
  first: string;
}

export function tally(): Tally {
  return { rows: 0, texts: 0, first: '' };
}

export function count(into: Tally, text: string, rows: number): void {
  if (into.texts++ === 0) into.first = text;
  into.rows += rows;
}

/** Odd texts in at most this share of all rows are few, whatever they are. */
const FEW_ROWS = 0.01;
/** With so many rows, a single odd text is a typing error, not a category: nothing can be learnt from it. */
const ROWS_BESIDE_ONE = 20;
/** Odd texts are few if they are at most this share of the rows and of the different texts. */
const FEW_TEXTS = 0.1;
/** Up to so many different odd texts are words for what is missing, beside many numbers. */
const FEW_WORDS = 3;

/**
 * Whether the texts that cannot be read are few enough to give the column the type of the others. Examples that are: a
 * typing error in one row of a hundred; one word in a third of the rows, with a hundred different numbers in the
 * others. One that is not: codes with letters among numbers (12, 14, V27), which are as many and as different as the
 * numbers.
 */
export function withinTolerance(odd: Tally, read: Tally): boolean {
  if (odd.texts === 0) return true;
  if (odd.rows <= FEW_ROWS * (odd.rows + read.rows)) return true;
  if (odd.rows === 1 && read.rows >= ROWS_BESIDE_ONE) return true;
  if (read.texts < 10 || odd.texts > FEW_TEXTS * (odd.texts + read.texts)) return false;
  const words = odd.texts <= FEW_WORDS && read.texts >= 20 && odd.rows <= read.rows;
  return words || odd.rows <= FEW_TEXTS * (odd.rows + read.rows);
}
