import type { ColumnType } from '../../contracts/candidate/transform.js';
import type { TextColumn } from '../csv/text-column.js';
import { distinctTexts, type DistinctTexts } from './distinct.js';
import { MISSING_WORDS, missingTest } from './missing.js';
import type { DateOrder, Decimal, ReadingChoices } from './reading.js';

export interface ReadingOptions extends ReadingChoices {
  /** Rows to look at; null for all. */
  rows: Int32Array | null;
  /** The type that the user asked for. */
  type?: ColumnType;
  /** The evidence of other columns, called only if the column's own texts are ambiguous. */
  beside?: () => Elsewhere;
}

/** What decides if neither the column's own texts nor the user's options do. */
export interface Elsewhere {
  decimal?: Decimal;
  order?: DateOrder;
  /** The source of the decision, in words: "other columns have decimal commas". */
  from: 'file' | 'training';
}

/** A column and what was found in it. */
export interface Study {
  column: TextColumn;
  options: ReadingOptions;
  missing: readonly string[];
  texts: DistinctTexts;
}

export function studyColumn(column: TextColumn, options: ReadingOptions): Study {
  const missing = options.missing ?? MISSING_WORDS;
  return { column, options, missing, texts: distinctTexts(column, options.rows, missingTest(missing)) };
}
