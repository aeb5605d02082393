import { UserError } from '../contracts/errors.js';
import type { Task } from '../contracts/task.js';
import type { TextColumn } from './csv/text-column.js';
import type { CategoryColumn, NumberColumn, Target } from './table.js';
import { isMissing } from './types/missing.js';
import { parseNumber } from './types/numbers.js';
import { inferReading } from './types/infer.js';
import type { Decimal, Reading, ReadingChoices } from './types/reading.js';
import { readColumn } from './types/read-column.js';

/** Fewer rows than this cannot be split into parts to learn from and to judge by. */
const FEWEST_ROWS = 5;
/** Whole numbers with more different values are quantities, not classes. */
const MOST_INTEGER_CLASSES = 20;
/** A class needs about so many rows before whole numbers count as classes. */
const ROWS_PER_INTEGER_CLASS = 5;
const MOST_CLASSES = 1000;

export interface ResolvedTarget {
  task: Task;
  target: Target;
  /** Rows of the file that have a target; null where all have. */
  rows: Int32Array | null;
  warnings: string[];
}

/**
 * Detects the task, and reads the target's values. Texts, and whole numbers of few different values, are classes; other
 * numbers are a regression.
 *
 * @throws UserError('InvalidTarget') for a target with one value, too few rows, more than 1,000 classes, not two
 *   classes where `binary` was asked for, or texts that are no numbers where `regression` was.
 */
export function resolveTarget(column: TextColumn, asked: Task | 'auto', choices: ReadingChoices): ResolvedTarget {
  const { name } = column;
  const present = rowsWithValue(column);
  const missing = column.length - present.length;
  if (present.length < FEWEST_ROWS) {
    throw new UserError(
      'InvalidTarget',
      `target: ${name} has ${present.length} rows with a value; at least ${FEWEST_ROWS} are needed`,
    );
  }
  const rows = missing === 0 ? null : present;
  const classes = readColumn(column, { type: 'categorical', width: null, missing: [] }, rows).column as CategoryColumn;
  const { levels } = classes;
  if (levels.length === 1) {
    throw new UserError('InvalidTarget', `target: ${name} has one value only (${levels[0]}): nothing to learn`);
  }
  const task = asked === 'auto' ? detectTask(levels, present.length, 'point') : asked;
  const warnings = missing > 0 ? [`${missing} rows without a value of ${name} are left out`] : [];
  if (task === 'regression')
    return {
      task,
      target: readNumbers(column, rows, inferReading(column, { ...choices, rows, type: 'numeric' }).reading),
      rows,
      warnings,
    };
  checkClasses(name, levels, task, present.length);
  const resolved = levels.length === 2 ? 'binary' : 'multiclass';
  return { task: resolved, target: { name, codes: classes.codes, classes: levels }, rows, warnings };
}

function rowsWithValue(column: TextColumn): Int32Array {
  const rows = new Int32Array(column.length);
  let count = 0;
  for (let row = 0; row < column.length; row++) if (!isMissing(column.text(row))) rows[count++] = row;
  return rows.slice(0, count);
}

function detectTask(levels: readonly string[], rows: number, decimal: Decimal): Task {
  const numbers = levels.map((level) => parseNumber(level, decimal));
  const classes = levels.length === 2 ? 'binary' : 'multiclass';
  // A few stray words in a column of many numbers do not make classes of it: readNumbers names them.
  const strays = numbers.filter((number) => number === null).length;
  if (strays > 0) return levels.length > 50 && strays < 0.05 * levels.length ? 'regression' : classes;
  if (levels.length === 2) return 'binary';
  const whole = numbers.every((number) => Number.isInteger(number));
  const few = levels.length <= MOST_INTEGER_CLASSES && levels.length * ROWS_PER_INTEGER_CLASS <= rows;
  return whole && few ? 'multiclass' : 'regression';
}

function checkClasses(name: string, levels: readonly string[], task: Task, rows: number): void {
  if (task === 'binary' && levels.length !== 2) {
    throw new UserError(
      'InvalidTarget',
      `target: ${name} has ${levels.length} values, a binary task needs 2; use task multiclass or regression`,
    );
  }
  if (levels.length > MOST_CLASSES || levels.length > 0.9 * rows) {
    throw new UserError(
      'InvalidTarget',
      `target: ${name} has ${levels.length} different values in ${rows} rows: too many classes to learn; is it the right column?`,
    );
  }
}

function readNumbers(column: TextColumn, rows: Int32Array | null, reading: Reading): Target {
  const { name } = column;
  const { column: numbers, unread, firstUnread } = readColumn(column, reading, rows);
  if (unread > 0) {
    throw new UserError(
      'InvalidTarget',
      `target: ${name} holds ${JSON.stringify(firstUnread)}, which is no number, as a regression needs (${unread} such values)`,
    );
  }
  const { values } = numbers as NumberColumn;
  if (values.every((value) => value === values[0])) {
    throw new UserError('InvalidTarget', `target: ${name} has one value only (${values[0]}): nothing to learn`);
  }
  return { name, values };
}
