import { UserError } from '../../contracts/errors.js';
import type { ColumnType } from '../../contracts/candidate/transform.js';
import type { TextColumn } from '../csv/text-column.js';
import { areBooleans, codeWidth, wouldMerge } from './categories.js';
import { areCompactDates, datesOf } from './date-evidence.js';
import { decideOrder } from './decide-order.js';
import { decideDecimal } from './decide-decimal.js';
import { parseDate } from './dates.js';
import { withinTolerance } from './tally.js';
import { marksOf, numbersBy } from './number-evidence.js';
import { parseNumber } from './numbers.js';
import { describeReading, type DateOrder, type Decimal, type Reading, type ReadingChoices } from './reading.js';
import { studyColumn, type Elsewhere, type ReadingOptions, type Study } from './study.js';
import { categoryWarnings, codeWarnings, numberWarnings, quoted, textWarnings } from './warnings.js';

export interface InferredReading {
  reading: Reading;
  /** How it was read and why, a value quoted, for people. */
  evidence: string;
  /** Warnings, each with the option that settles it. */
  warnings: string[];
}

/** An inferred reading, and the evidence that it gives for other columns of the file. */
interface Decided extends InferredReading {
  /** What the column's own texts show of the way its file is written. */
  shows: { decimal?: Decimal; order?: DateOrder };
  /** What they leave open. */
  open: 'decimal' | 'order' | null;
}

/**
 * How to read each column of a file, in order. What is ambiguous in one column is decided by the others.
 *
 * @param types overrides of types, by column
 * @throws UserError('InvalidInput') for a column that cannot be read as was asked for.
 */
export function inferReadings(
  columns: readonly TextColumn[],
  options: Omit<ReadingOptions, 'type'>,
  types: ReadonlyMap<string, ColumnType>,
): InferredReading[] {
  // A study holds many texts, so none is kept: the few ambiguous columns are studied again.
  const study = (column: TextColumn): Study => studyColumn(column, { ...options, type: types.get(column.name) });
  const decided = columns.map((column) => decideReading(study(column)));
  const shown = shownBy(decided);
  return decided.map((own, i) => {
    if (!own.open) return ofDecided(own);
    const file = shown[own.open] === undefined ? options.beside?.() : shown;
    return ofDecided(file ? decideReading(study(columns[i]), file) : own);
  });
}

/**
 * How to read a column, from its texts at the given rows: a column that is all missing counts as numeric.
 *
 * @throws UserError('InvalidInput') for a column that cannot be read as the type that was asked for.
 */
export function inferReading(column: TextColumn, options: ReadingOptions): InferredReading {
  const study = studyColumn(column, options);
  const own = decideReading(study);
  const file = own.open ? options.beside?.() : undefined;
  return ofDecided(file ? decideReading(study, file) : own);
}

/** What the columns show about the file's format, if all columns with evidence agree. */
export function evidenceOf(
  columns: readonly TextColumn[],
  choices: ReadingChoices,
  rows: Int32Array | null,
): Elsewhere {
  return shownBy(columns.map((column) => decideReading(studyColumn(column, { ...choices, rows }))));
}

function shownBy(decided: readonly Decided[]): Elsewhere {
  const one = <T>(shown: readonly (T | undefined)[]): T | undefined => {
    const values = new Set(shown.filter((value) => value !== undefined));
    return values.size === 1 ? [...values][0] : undefined;
  };
  const decimal = one(decided.map(({ shows }) => shows.decimal));
  return { decimal, order: one(decided.map(({ shows }) => shows.order)), from: 'file' };
}

function ofDecided({ reading, evidence, warnings }: Decided): InferredReading {
  return { reading, evidence, warnings };
}

/** @throws UserError('InvalidInput') as inferReading. */
function decideReading(study: Study, elsewhere?: Elsewhere): Decided {
  const { type } = study.options;
  const texts = [...study.texts.counts.keys()];
  if (type === 'boolean' || (type === undefined && areBooleans(texts))) {
    return plain(study, { type: 'boolean', missing: [...study.missing] }, texts);
  }
  if (type === 'categorical') return asCategories(study, texts, codeWidth(texts));
  if (type === 'date') return asDates(study, elsewhere)!;
  return (
    asNumbers(study, texts, elsewhere) ??
    asDates(study, elsewhere) ??
    withTextWarnings(asCategories(study, texts, null), study)
  );
}

function plain({ texts, column }: Study, reading: Reading, examples: readonly string[]): Decided {
  const evidence = `${describeReading(reading)}${examples.length > 0 ? `: ${examples.slice(0, 3).map(quoted).join(', ')}` : ''}`;
  return { reading, evidence, warnings: categoryWarnings(column.name, texts), shows: {}, open: null };
}

function asCategories(study: Study, texts: readonly string[], width: number | null): Decided {
  return plain(study, { type: 'categorical', width, missing: [...study.missing] }, texts);
}

function withTextWarnings(decided: Decided, { column, texts }: Study): Decided {
  return { ...decided, warnings: [...decided.warnings, ...textWarnings(column.name, texts.counts)] };
}

/** Null where too many texts are not numbers, unless numbers were asked for. */
function asNumbers(study: Study, texts: readonly string[], elsewhere?: Elsewhere): Decided | null {
  const { column, options, missing } = study;
  const { counts } = study.texts;
  const marks = marksOf(counts);
  const decision = decideDecimal(study, marks, elsewhere);
  const found = numbersBy(decision.decimal, counts);
  const asked = options.type === 'numeric';
  if (!asked && !withinTolerance(found.odd, found.read)) return null;
  if (!asked && counts.size > 0 && found.read.texts === 0) return null;
  if (!asked) {
    if (areCompactDates(counts)) return asDates(study, elsewhere);
    const width = found.odd.texts === 0 ? codeWidth(texts) : null;
    if (width !== null || wouldMerge(texts)) {
      const codes = asCategories(study, texts, width);
      return { ...codes, warnings: [...codes.warnings, ...codeWarnings(column.name, texts, width)] };
    }
  }
  const { unit, binary } = found;
  const { decimal } = decision;
  const twoWays = marks.either.texts > 0;
  const reading: Reading = { type: 'numeric', decimal, unit, binary, twoWays, missing: [...missing] };
  const isNumber = (text: string): boolean => parseNumber(text, decimal) !== null;
  const evidence = describeReading(reading) + (decision.why || suchAs(texts, isNumber));
  const warnings = [...decision.warnings, ...numberWarnings(column.name, found, texts)];
  return { reading, evidence, warnings, shows: { decimal: decision.shows }, open: decision.open ? 'decimal' : null };
}

/** An example text that is read so; '' if there is none. */
function suchAs(texts: readonly string[], isRead: (text: string) => boolean): string {
  const example = texts.find(isRead);
  return example === undefined ? '' : ` (${quoted(example)})`;
}

/** Null where too many texts are not dates, unless dates were asked for. */
function asDates(study: Study, elsewhere?: Elsewhere): Decided | null {
  const { column, options, missing } = study;
  const { counts } = study.texts;
  const found = datesOf(counts);
  const decision = decideOrder(study, found, elsewhere);
  const { order } = decision;
  if (options.type === 'date') {
    if (counts.size > 0 && found.read[order].rows === 0) {
      const example = quoted([...counts.keys()][0]);
      throw new UserError('InvalidInput', `types: ${column.name} cannot be read as date: ${example} is none`);
    }
  } else if (found.read[order].texts === 0 || !withinTolerance(found.odd[order], found.read[order])) return null;
  const reading: Reading = { type: 'date', order, missing: [...missing] };
  const isDate = (text: string): boolean => parseDate(text, order) !== null;
  const evidence = describeReading(reading) + (decision.why || suchAs([...counts.keys()], isDate));
  return {
    reading,
    evidence,
    warnings: decision.warnings,
    shows: { order: decision.shows },
    open: decision.open ? 'order' : null,
  };
}
