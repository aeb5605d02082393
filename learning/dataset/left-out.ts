import { isCategory, type CategoryColumn, type Column, type NumberColumn } from '../arrays/table.js';

/** With fewer rows, distinct values are no evidence for an identifier. */
const FEWEST_ROWS_FOR_IDENTIFIERS = 20;
/** Texts with at least this share of different values are an identifier or free text. */
const IDENTIFIER_SHARE = 0.8;
/** Texts with at least this mean number of words are sentences. */
const WORDS_OF_FREE_TEXT = 4;
const IDENTIFIER_NAME = /(^|[_\s.-])(id|uuid|guid|key|index|row|rownames?|unnamed: ?\d+|column 1)$/i;

export interface Counted {
  missing: number;
  distinct: number;
  /** Numbers of the rows that the column has here, ascending. */
  rows: Int32Array;
}

/**
 * Why a search leaves a column out, in words with numbers; null if it does not.
 *
 * @param column its values at the search's rows
 * @param forced whether the user set its type: it is then left out only if it is constant or missing
 */
export function whyLeftOut(column: Column, counted: Counted, forced: boolean): string | null {
  const { missing, distinct, rows } = counted;
  if (distinct === 0) return 'no row has a value';
  if (distinct === 1 && missing === 0) return `every value is ${valueAt(column, 0)}`;
  if (forced || rows.length < FEWEST_ROWS_FOR_IDENTIFIERS) return null;
  if (isCategory(column)) return column.type === 'categorical' ? unlikeTexts(column, counted) : null;
  return column.type === 'numeric' ? numberOfRow(column, counted) : null;
}

function unlikeTexts(column: CategoryColumn, { distinct, rows, missing }: Counted): string | null {
  if (distinct <= IDENTIFIER_SHARE * rows.length) return null;
  const used = [...new Set(column.codes)].filter((code) => code >= 0).map((code) => column.levels[code]);
  const words = used.reduce((sum, text) => sum + text.split(/\s+/).length, 0) / used.length;
  const example = JSON.stringify(used[0].length > 40 ? `${used[0].slice(0, 40)}…` : used[0]);
  const counts = `${distinct} different texts in ${rows.length - missing} rows, such as ${example}`;
  return words >= WORDS_OF_FREE_TEXT
    ? `free text, which is not read: ${counts}`
    : `nearly every text is different: ${counts}`;
}

/** Whole numbers, all different, that count the rows in their order or are named like keys. */
function numberOfRow({ name, values }: NumberColumn, { distinct, rows }: Counted): string | null {
  if (distinct < values.length || !values.every(Number.isInteger)) return null;
  const different = `every value is different (${distinct} of ${values.length} rows)`;
  if (values.every((value, i) => value - rows[i] === values[0] - rows[0]))
    return `${different}, and they number the rows`;
  return IDENTIFIER_NAME.test(name) ? `${different}, and its name is that of a key` : null;
}

function valueAt(column: Column, row: number): string {
  return isCategory(column) ? JSON.stringify(column.levels[column.codes[row]]) : String(column.values[row]);
}
