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

/** Of all rows, odd texts in no more than this share are few, whatever they are. */
const FEW_ROWS = 0.01;
/** Beside so many rows one odd text is a typing error, not a category: nothing could be learnt of it. */
const ROWS_BESIDE_ONE = 20;
/** Odd texts are few where they are no more than this share of the rows and of the different texts. */
const FEW_TEXTS = 0.1;
/** Up to so many different odd texts are words for what is missing, beside many numbers. */
const FEW_WORDS = 3;

/**
 * Whether what cannot be read in a column is little enough for the column to be what the rest is. A typing error in one
 * row of a hundred is, and so is one word in a third of the rows beside a hundred different numbers; letters among the
 * codes of a column (12, 14, V27) are not: they are as many and as different as the numbers are.
 */
export function areFew(odd: Tally, read: Tally): boolean {
  if (odd.texts === 0) return true;
  if (odd.rows <= FEW_ROWS * (odd.rows + read.rows)) return true;
  if (odd.rows === 1 && read.rows >= ROWS_BESIDE_ONE) return true;
  if (read.texts < 10 || odd.texts > FEW_TEXTS * (odd.texts + read.texts)) return false;
  const words = odd.texts <= FEW_WORDS && read.texts >= 20 && odd.rows <= read.rows;
  return words || odd.rows <= FEW_TEXTS * (odd.rows + read.rows);
}
