import type { TextColumn } from '../csv/text-column.js';
import { datesOf } from './date-evidence.js';
import { decideDecimal } from './decide-decimal.js';
import { decideOrder } from './decide-order.js';
import { studyColumn, type Elsewhere } from './study.js';
import { marksOf, numbersBy, type NumberEvidence } from './number-evidence.js';
import type { DateOrder, DateReading, Decimal, NumericReading, Reading, ReadingChoices } from './reading.js';
import { unitKey } from './units.js';
import { quoted } from './warnings.js';

export interface RereadColumn {
  column: TextColumn;
  reading: Reading;
  /** How the format of the texts differs from the training data, in words; null if it does not. */
  differs: string | null;
  /** What was ambiguous and how it was read, in words; null for nothing. */
  open: string | null;
  /** Other warnings. */
  warnings: string[];
  /** What the texts show about the file's format, and whether the training data had this format. */
  shows: { decimal?: Decimal; order?: DateOrder; asTrained: boolean };
}

/**
 * How to read each column of a file for a trained model: the type is that of the training data, all else is decided by
 * the column's own texts. What these leave ambiguous is read as in the training data, unless all columns with evidence
 * show another format.
 */
export function rereadColumns(
  columns: readonly TextColumn[],
  trained: readonly Reading[],
  choices: ReadingChoices,
): RereadColumn[] {
  const own = columns.map((column, i) => rereadColumn(column, trained[i], choices, {}));
  const changed: Changed = {
    decimal: changedTo(own, ({ shows }) => shows.decimal),
    order: changedTo(own, ({ shows }) => shows.order),
  };
  if (changed.decimal === undefined && changed.order === undefined) return own;
  return columns.map((column, i) => rereadColumn(column, trained[i], choices, changed));
}

/** How the format of a file differs from the training data. */
type Changed = Omit<Elsewhere, 'from'>;

function changedTo<T>(columns: readonly RereadColumn[], shown: (column: RereadColumn) => T | undefined): T | undefined {
  const showing = columns.filter((column) => shown(column) !== undefined);
  const values = new Set(showing.map(shown));
  return values.size === 1 && showing.every(({ shows }) => !shows.asTrained) ? [...values][0] : undefined;
}

function rereadColumn(column: TextColumn, trained: Reading, choices: ReadingChoices, changed: Changed): RereadColumn {
  const missing = choices.missing ? [...choices.missing] : trained.missing;
  if (trained.type === 'numeric') return rereadNumbers(column, { ...trained, missing }, choices, changed);
  if (trained.type === 'date') return rereadDates(column, { ...trained, missing }, choices, changed);
  const shows = { asTrained: true };
  return { column, reading: { ...trained, missing }, differs: null, open: null, warnings: [], shows };
}

function rereadNumbers(
  column: TextColumn,
  trained: NumericReading,
  choices: ReadingChoices,
  changed: Changed,
): RereadColumn {
  const study = studyColumn(column, { ...choices, missing: trained.missing, rows: null, type: 'numeric' });
  const marks = marksOf(study.texts.counts);
  const elsewhere: Elsewhere = { decimal: changed.decimal ?? trained.decimal, from: 'training' };
  const { decimal, shows, warnings } = decideDecimal(study, marks, elsewhere);
  const found = numbersBy(decimal, study.texts.counts);
  const differs: string[] = [];
  if (shows !== undefined && shows !== trained.decimal) {
    const example = quoted(marks[shows].first || found.read.first);
    differs.push(
      `numbers have a decimal ${shows} (${example}) here, and a decimal ${trained.decimal} in the training data`,
    );
  }
  const isOpen = marks.either.texts > 0 && shows === undefined && !choices.decimal;
  const isChanged = isOpen && decimal !== trained.decimal;
  if (isChanged)
    differs.push(`${quoted(marks.either.first)} is read by a decimal ${decimal}${LIKE_OTHERS} (--decimal)`);
  differs.push(...unitsThatDiffer(found, trained));
  // If it was ambiguous in the training data too, the user was already warned then.
  const open = isOpen && !isChanged && trained.twoWays;
  return {
    column,
    reading: { ...trained, decimal, unit: trained.unit ?? found.unit },
    differs: differs.length > 0 ? `${column.name}: ${differs.join('; ')}` : null,
    open: open ? `${column.name}: ${quoted(marks.either.first)} is read as in the training data (--decimal)` : null,
    warnings: open || isChanged ? [] : warnings,
    shows: { decimal: shows, asTrained: shows === trained.decimal },
  };
}

const LIKE_OTHERS = ', as other columns are written here, and not in the training data';

function unitsThatDiffer(found: NumberEvidence, trained: NumericReading): string[] {
  const differs: string[] = [];
  if (found.unit !== null && unitKey(found.unit) !== unitKey(trained.unit ?? '')) {
    const then = trained.unit === null ? 'no unit' : trained.unit;
    const effect = trained.unit === null ? 'taken as they stand' : 'taken as missing';
    differs.push(`numbers are in ${found.unit} here, and in ${then} in the training data: ${effect}`);
  }
  const bare = found.unit === null ? found.read : found.bare;
  if (trained.unit !== null && bare.texts > 0) {
    differs.push(`${quoted(bare.first)} has no unit, and is taken to be in ${trained.unit} as in the training data`);
  }
  return differs;
}

function rereadDates(
  column: TextColumn,
  trained: DateReading,
  choices: ReadingChoices,
  changed: Changed,
): RereadColumn {
  const study = studyColumn(column, { ...choices, missing: trained.missing, rows: null, type: 'date' });
  const found = datesOf(study.texts.counts);
  const elsewhere: Elsewhere = { order: changed.order ?? trained.order, from: 'training' };
  const { order, shows, warnings } = decideOrder(study, found, elsewhere);
  const isOpen = found.open !== null && shows === undefined && !choices.dateOrder;
  const isChanged = isOpen && order === changed.order && order !== trained.order;
  let differs: string | null = null;
  if (shows !== undefined && shows !== trained.order) {
    const example = quoted(found.decisive ?? found.read[shows].first);
    differs = `dates have the ${words(shows)} (${example}) here, and the ${words(trained.order)} in the training data`;
  } else if (isChanged) {
    differs = `${quoted(found.open!)} is read with the ${words(order)}${LIKE_OTHERS} (--date-order)`;
  }
  const open = isOpen && !isChanged && warnings.length === 0;
  return {
    column,
    reading: { ...trained, order },
    differs: differs && `${column.name}: ${differs}`,
    open: open ? `${column.name}: ${quoted(found.open!)} is read as in the training data (--date-order)` : null,
    warnings: isChanged ? [] : warnings,
    shows: { order: shows, asTrained: shows === trained.order },
  };
}

function words(order: DateReading['order']): string {
  return order.replace('-', ' ');
}
