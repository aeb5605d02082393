import { findText } from './distinct.js';
import { markOf, type Marks } from './number-evidence.js';
import { parseNumber } from './numbers.js';
import type { Decimal } from './reading.js';
import type { Elsewhere, Study } from './study.js';
import { quoted } from './warnings.js';

export interface DecimalDecision {
  decimal: Decimal;
  /** Evidence, to be put behind a description; '' where no mark is written. */
  why: string;
  /** The mark that the column's own texts show. */
  shows: Decimal | undefined;
  /** Whether they leave it open. */
  open: boolean;
  warnings: string[];
}

const OTHER: Readonly<Record<Decimal, Decimal>> = { point: 'comma', comma: 'point' };
/** The default: a point is the decimal mark, and a comma groups thousands. */
const DEFAULT: Decimal = 'point';

/**
 * The decimal mark of a column: by its own texts, else by the user's option, else by the other columns or the training
 * data.
 */
export function decideDecimal(study: Study, marks: Marks, elsewhere?: Elsewhere): DecimalDecision {
  const own = ownMark(study, marks, elsewhere?.decimal ?? DEFAULT);
  const { name } = study.column;
  const { decimal: choice } = study.options;
  if (own) {
    const against = choice !== undefined && choice !== own.decimal;
    const warnings = against
      ? [
          `${name}: ${quoted(own.example)} is a number by a decimal ${own.decimal} only, so --decimal ${choice} is not followed`,
        ]
      : [];
    return { decimal: own.decimal, why: ` (${quoted(own.example)})`, shows: own.decimal, open: false, warnings };
  }
  const decimal = choice ?? elsewhere?.decimal ?? DEFAULT;
  if (marks.either.texts === 0) return { decimal, why: '', shows: undefined, open: false, warnings: [] };
  const example = marks.either.first;
  const from = choice ? 'as was asked for' : elsewhere?.decimal ? FROM[elsewhere.from](decimal) : BY_DEFAULT;
  // No warning if the other columns only confirm the default.
  const usual = elsewhere?.from === 'file' && elsewhere.decimal === DEFAULT;
  const values = [decimal, OTHER[decimal]].map((mark) => String(parseNumber(example, mark)));
  const warning =
    `${name}: ${quoted(example)} can be read as ${values[0]} or as ${values[1]}; it is read as ${values[0]}, ${from}. ` +
    `--decimal ${OTHER[decimal]} reads it the other way`;
  return {
    decimal,
    why: ` (${quoted(example)}: ${from})`,
    shows: undefined,
    open: !choice,
    warnings: choice !== undefined || usual ? [] : [warning],
  };
}

const BY_DEFAULT = 'because without other evidence a point is the decimal mark and a comma groups thousands';
const FROM: Readonly<Record<Elsewhere['from'], (decimal: Decimal) => string>> = {
  file: (decimal) => `because other columns have a decimal ${decimal}`,
  training: () => 'as in the training data',
};

/**
 * The mark of most rows that show one; in a column with many texts, rows that were not looked at are searched as well.
 */
function ownMark(
  { column, options, texts }: Study,
  marks: Marks,
  otherwise: Decimal,
): { decimal: Decimal; example: string } | null {
  const { point, comma } = marks;
  if (point.rows > 0 || comma.rows > 0) {
    const decimal = comma.rows === point.rows ? otherwise : comma.rows > point.rows ? 'comma' : 'point';
    return { decimal, example: marks[decimal].first };
  }
  if (texts.complete) return null;
  let shown: Decimal | null = null;
  const example = findText(column, options.rows, (text) => {
    const mark = /[.,]/.test(text) ? markOf(text) : null;
    shown = mark === 'either' ? null : mark;
    return shown !== null;
  });
  return example === null ? null : { decimal: shown!, example };
}
