import type { TextColumn } from '../csv/text-column.js';
import { datesOf } from './date-evidence.js';
import { decideDecimal } from './decide-decimal.js';
import { decideOrder } from './decide-order.js';
import { studyColumn } from './infer.js';
import { marksOf, numbersBy } from './number-evidence.js';
import type { DateReading, NumericReading, Reading, ReadingChoices } from './reading.js';
import { unitKey } from './units.js';
import { quoted } from './warnings.js';

export interface RereadColumn {
  column: TextColumn;
  reading: Reading;
  /** In which way the texts are written otherwise than in the training data, for people; null for none. */
  differs: string | null;
  /** What the texts leave open, and how it was read, for people; null for nothing. */
  open: string | null;
  /** What else a person should know. */
  warnings: string[];
}

/** How to read a column of another file than a model was trained on: its type as there, all else by its own texts. */
export function rereadColumn(column: TextColumn, trained: Reading, choices: ReadingChoices): RereadColumn {
  const missing = choices.missing ? [...choices.missing] : trained.missing;
  if (trained.type === 'numeric') return rereadNumbers(column, { ...trained, missing }, choices);
  if (trained.type === 'date') return rereadDates(column, { ...trained, missing }, choices);
  return { column, reading: { ...trained, missing }, differs: null, open: null, warnings: [] };
}

function rereadNumbers(column: TextColumn, trained: NumericReading, choices: ReadingChoices): RereadColumn {
  const study = studyColumn(column, { ...choices, missing: trained.missing, rows: null, type: 'numeric' });
  const marks = marksOf(study.texts.counts);
  const { decimal, shows, warnings } = decideDecimal(study, marks, { decimal: trained.decimal, from: 'training' });
  const found = numbersBy(decimal, study.texts.counts);
  const differs: string[] = [];
  if (shows !== undefined && shows !== trained.decimal) {
    const example = quoted(marks[shows].first || found.read.first);
    differs.push(
      `numbers have a decimal ${shows} (${example}) here, and a decimal ${trained.decimal} in the training data`,
    );
  }
  const unit = trained.unit ?? found.unit;
  if (found.unit !== null && unitKey(found.unit) !== unitKey(trained.unit ?? '')) {
    const then = trained.unit === null ? 'no unit' : trained.unit;
    const effect = trained.unit === null ? 'taken as they stand' : 'taken as missing';
    differs.push(`numbers are in ${found.unit} here, and in ${then} in the training data: ${effect}`);
  }
  const bare = found.unit === null ? found.read : found.bare;
  if (trained.unit !== null && bare.texts > 0) {
    differs.push(`${quoted(bare.first)} has no unit, and is taken to be in ${trained.unit} as in the training data`);
  }
  // What can be read in two ways in the training data too was read, and told of, there.
  const open = marks.either.texts > 0 && shows === undefined && !choices.decimal && trained.twoWays;
  return {
    column,
    reading: { ...trained, decimal, unit },
    differs: differs.length > 0 ? `${column.name}: ${differs.join('; ')}` : null,
    open: open ? `${column.name}: ${quoted(marks.either.first)} is read as in the training data (--decimal)` : null,
    warnings: open ? [] : warnings,
  };
}

function rereadDates(column: TextColumn, trained: DateReading, choices: ReadingChoices): RereadColumn {
  const study = studyColumn(column, { ...choices, missing: trained.missing, rows: null, type: 'date' });
  const found = datesOf(study.texts.counts);
  const { order, shows, warnings } = decideOrder(study, found, { order: trained.order, from: 'training' });
  const differs =
    shows === undefined || shows === trained.order
      ? null
      : `${column.name}: dates have the ${words(shows)} (${quoted(found.decisive ?? found.read[shows].first)}) here, ` +
        `and the ${words(trained.order)} in the training data`;
  const open = found.open !== null && shows === undefined && !choices.dateOrder;
  return {
    column,
    reading: { ...trained, order },
    differs,
    open: open ? `${column.name}: ${quoted(found.open!)} is read as in the training data (--date-order)` : null,
    warnings,
  };
}

function words(order: DateReading['order']): string {
  return order.replace('-', ' ');
}
