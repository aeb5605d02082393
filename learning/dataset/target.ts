import { UserError } from '../../contracts/errors.js';
import type { Task } from '../../contracts/task.js';
import type { TextColumn } from '../csv/text-column.js';
import { readLabels } from './labels.js';
import type { NumberColumn, Target } from '../arrays/table.js';
import { inferReading, type InferredReading } from '../column-types/infer.js';
import type { Elsewhere } from '../column-types/study.js';
import { isNoNumber, MISSING_WORDS, missingTest } from '../column-types/missing.js';
import { parseNumber } from '../column-types/numbers.js';
import { readColumn } from '../column-types/read-column.js';
import type { ReadingChoices } from '../column-types/reading.js';
import { counted, quoted } from '../column-types/warnings.js';

/** Fewer rows than this cannot be split into parts to learn from and to judge by. */
const FEWEST_ROWS = 5;
/** Whole numbers with more different values are quantities, not classes. */
const MOST_INTEGER_CLASSES = 20;
/** Whole numbers count as classes only with about so many rows a class. */
const ROWS_PER_INTEGER_CLASS = 5;
const MOST_CLASSES = 1000;
/**
 * More labels than the first limit, with fewer rows each than the second, are classes only if the user asked for
 * classes.
 */
const MOST_CLASSES_UNASKED = 20;
const ROWS_PER_CLASS_UNASKED = 3;
const SHOWN_CLASSES = 3;

export interface TargetOptions extends ReadingChoices {
  /** The kind of the requested metric: it decides between numbers and classes if no task was requested. */
  targetKind?: 'regression' | 'classes';
  /** Whether different spellings of a label are one class. */
  mergeLabels?: boolean;
  /** What other columns of the file show (see `inferReading`). */
  beside?: () => Elsewhere;
}

export interface ResolvedTarget {
  task: Task;
  target: Target;
  /** Rows of the file that have a target; null where all have. */
  rows: Int32Array | null;
  /** How its texts are read and why, with examples, in words. */
  evidence: string;
  warnings: string[];
}

/**
 * Detects the task, and reads the target's values. The requested task decides, then the kind of the metric. Otherwise
 * numbers with fractions or a unit, and whole numbers with many different values, are a regression; texts, and whole
 * numbers with few different values, are classes.
 *
 * @throws UserError('InvalidTarget') for a target with one value, too few rows, too many classes, not two classes where
 *   `binary` was requested, or texts that are not numbers where `regression` was.
 */
export function resolveTarget(column: TextColumn, asked: Task | 'auto', options: TargetOptions): ResolvedTarget {
  const { name } = column;
  const isMissing = missingTest(options.missing ?? MISSING_WORDS);
  const present = rowsWhere(column, null, (text) => !isMissing(text));
  checkRows(name, present.length);
  const rows = present.length === column.length ? null : present;
  const missing = column.length - present.length;
  const warnings = missing > 0 ? [leftOut(missing, `without a value of ${name}`)] : [];
  const type = asked === 'regression' ? 'numeric' : undefined;
  const inferred = inferReading(column, { ...options, rows, type });
  const kind = kindOf(asked, inferred, options) ?? detectKind(column, rows, inferred);
  const resolved =
    kind === 'regression' ? asNumbers(column, rows, inferred) : asClasses(column, rows, asked, inferred, options);
  warnings.push(...resolved.warnings);
  const hint = HINTS[inferred.reading.type];
  if (asked === 'auto' && options.targetKind === undefined && hint !== undefined && resolved.classes > 2) {
    warnings.push(`${name}: ${resolved.classes} different ${hint}`);
  }
  return { ...resolved, warnings };
}

/** Warning about a guessed task, by the reading of the target. */
const HINTS: Partial<Record<InferredReading['reading']['type'], string>> = {
  numeric: 'whole numbers are taken for classes; --task regression takes them for quantities',
  date: 'dates are taken for classes; to predict a time, write it as a number, such as days',
};

/** The requested task, if the target can be that; null if none was requested. */
function kindOf(
  asked: Task | 'auto',
  { reading }: InferredReading,
  { targetKind }: TargetOptions,
): 'regression' | 'classes' | null {
  if (asked !== 'auto') return asked === 'regression' ? 'regression' : 'classes';
  // A metric that does not fit the task is refused later, when both are known.
  return targetKind === 'classes' || reading.type === 'numeric' ? (targetKind ?? null) : 'classes';
}

function leftOut(rows: number, why: string): string {
  return `${counted(rows, 'row')} ${why} ${rows === 1 ? 'is' : 'are'} left out`;
}

function checkRows(name: string, rows: number): void {
  if (rows >= FEWEST_ROWS) return;
  throw new UserError(
    'InvalidTarget',
    `target: ${name} has ${counted(rows, 'row')} with a value; at least ${FEWEST_ROWS} are needed`,
  );
}

function rowsWhere(
  column: TextColumn,
  rows: Int32Array | null,
  test: (text: string, i: number) => boolean,
): Int32Array {
  const length = rows?.length ?? column.length;
  const found = new Int32Array(length);
  let count = 0;
  for (let i = 0; i < length; i++) {
    const row = rows ? rows[i] : i;
    if (test(column.text(row), i)) found[count++] = row;
  }
  return found.slice(0, count);
}

/** Of a target of numbers. */
function detectKind(
  column: TextColumn,
  rows: Int32Array | null,
  { reading }: InferredReading,
): 'regression' | 'classes' {
  const { values } = readColumn(column, reading, rows).column as NumberColumn;
  const different = new Set(values.filter((value) => !Number.isNaN(value)));
  const whole = [...different].every((value) => Number.isInteger(value));
  const measured = reading.type === 'numeric' && reading.unit !== null;
  if (!whole || (measured && different.size > 2)) return 'regression';
  if (different.size <= 2) return 'classes';
  const few = different.size <= MOST_INTEGER_CLASSES && different.size * ROWS_PER_INTEGER_CLASS <= values.length;
  return few ? 'classes' : 'regression';
}

type Resolved = ResolvedTarget & { classes: number };

function asNumbers(column: TextColumn, present: Int32Array | null, inferred: InferredReading): Resolved {
  const { evidence, warnings } = inferred;
  const { name } = column;
  const { rows, values, lost } = numbersOf(column, present, inferred);
  if (values.every((value) => value === values[0])) throw oneValue(name, String(values[0]));
  const target = { name, values };
  return { task: 'regression', target, rows, evidence, warnings: [...warnings, ...lost], classes: 0 };
}

interface Numbers {
  /** Rows of the file with a number; null where all have one. */
  rows: Int32Array | null;
  values: Float64Array;
  /** Warnings about the others. */
  lost: string[];
}

function numbersOf(column: TextColumn, present: Int32Array | null, { reading }: InferredReading): Numbers {
  const { name } = column;
  const read = readColumn(column, reading, present);
  const { values } = read.column as NumberColumn;
  if (read.unread > 0) checkUnread(column, present, values);
  if (read.unread + read.infinite === 0) return { rows: present, values, lost: [] };
  const rows = rowsWhere(column, present, (_, i) => !Number.isNaN(values[i]));
  checkRows(name, rows.length);
  const left = [
    [read.unread, 'not a number', read.firstUnread],
    [read.infinite, 'infinite', read.firstInfinite],
  ] as const;
  const lost = left
    .filter(([count]) => count > 0)
    .map(([count, what, first]) => leftOut(count, `whose ${name} is ${what} (${quoted(first!)})`));
  return { rows, values: values.filter((value) => !Number.isNaN(value)), lost };
}

/** Rows that are not numbers may be left out if they are few. */
const MOST_UNREAD = 0.1;

function checkUnread(column: TextColumn, rows: Int32Array | null, values: Float64Array): void {
  const odd = rowsWhere(column, rows, (text, i) => Number.isNaN(values[i]) && !isNoNumber(text));
  if (odd.length <= MOST_UNREAD * values.length) return;
  throw new UserError(
    'InvalidTarget',
    `target: ${column.name} holds ${quoted(column.text(odd[0]))}, which is not a number, as a regression needs ` +
      `(${odd.length} such values); --task multiclass takes its values for classes`,
  );
}

function asClasses(
  column: TextColumn,
  present: Int32Array | null,
  asked: Task | 'auto',
  inferred: InferredReading,
  options: TargetOptions,
): Resolved {
  const { name } = column;
  // A word among numbers is not a class, unless classes were requested.
  const numbers = asked === 'auto' && inferred.reading.type === 'numeric' ? numbersOf(column, present, inferred) : null;
  const rows = numbers ? numbers.rows : present;
  const { codes, classes, warnings } = readLabels(column, rows, options.mergeLabels ?? false);
  if (classes.length === 1) throw oneValue(name, classes[0]);
  checkClasses(name, classes, asked, codes.length);
  const { warnings: words } = inferReading(column, { ...options, rows: null, type: 'categorical' });
  const task = classes.length === 2 ? 'binary' : 'multiclass';
  const evidence = `classes: ${classes.slice(0, SHOWN_CLASSES).map(quoted).join(', ')}`;
  const target = { name, codes, classes };
  const told = [...(numbers?.lost ?? []), ...words, ...warnings];
  return { task, target, rows, evidence, warnings: told, classes: classes.length };
}

function oneValue(name: string, value: string): UserError {
  return new UserError('InvalidTarget', `target: ${name} has one value only (${value}): nothing to learn`);
}

function checkClasses(name: string, classes: readonly string[], asked: Task | 'auto', rows: number): void {
  const count = classes.length;
  if (asked === 'binary' && count !== 2) {
    throw new UserError(
      'InvalidTarget',
      `target: ${name} has ${count} values, a binary task needs 2; use task multiclass or regression`,
    );
  }
  const values = `target: ${name} has ${count} different values in ${rows} rows (${quoted(classes[0])}, ${quoted(classes[1])}, …)`;
  if (count > MOST_CLASSES || count > 0.9 * rows) {
    throw new UserError('InvalidTarget', `${values}: too many classes to learn; is it the right column?`);
  }
  if (asked === 'auto' && count > MOST_CLASSES_UNASKED && count * ROWS_PER_CLASS_UNASKED > rows) {
    const numbers = classes.filter((label) => parseNumber(label, 'point') !== null).length;
    const hint = 2 * numbers > count ? ', --task regression for numbers' : '; is it the right column?';
    throw new UserError(
      'InvalidTarget',
      `${values}: many for classes; --task multiclass takes them for classes${hint}`,
    );
  }
}
