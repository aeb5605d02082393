import { formulaOf } from './formula.js';
import { orderDeterminesTarget, rangesDetermineTarget, scoreOfColumn, truthAt } from './single-column-score.js';
import { isCategory, type Column, type Dataset, type Target } from '../arrays/table.js';
import { canonicalText } from '../column-types/categories.js';

/** Least rows for evidence; for equal values, half as many. */
const FEWEST_ROWS = 20;
/** Rows that are looked at, at most. */
const MOST_ROWS = 10_000;
/** A column with at least this score alone is warned of (see `scoreOfColumn`). */
const NEARLY_ALL = 0.99;
/** Up to this number of rows, the order of all values is looked at, because bins show less of the classes. */
const PROMISING = 0.6;

export interface LeakCandidates {
  /** The search's rows. */
  rows: Int32Array;
  /** Columns to look at. */
  names: ReadonlySet<string>;
  /** Columns whose texts equal the target's. */
  targetAgain: ReadonlySet<string>;
}

export interface Leaks {
  /** Columns that are copies of the target, with the reason in words. */
  copies: Map<string, string>;
  /** Warnings, as sentences. */
  warnings: string[];
}

/**
 * Looks for leaks of the target before a budget is spent on them: copies of the target, and single columns that predict
 * nearly all of it, such as keys that rise with the class, results that are known later than the target, or the target
 * in another unit.
 */
export function findLeaks({ inputs, target, groups }: Dataset, { rows, names, targetAgain }: LeakCandidates): Leaks {
  const copies = new Map<string, string>();
  const warnings: string[] = [];
  const step = Math.max(1, rows.length / MOST_ROWS);
  const looked = Int32Array.from({ length: Math.min(rows.length, MOST_ROWS) }, (_, i) => rows[Math.floor(i * step)]);
  const truth = truthAt(target, groups, looked);
  for (const column of inputs.columns) {
    if (!names.has(column.name)) continue;
    const copy = asCopy(column, target, rows, targetAgain.has(column.name));
    if (copy !== null) {
      copies.set(column.name, copy);
      continue;
    }
    if (rows.length < FEWEST_ROWS) continue;
    const score = scoreOfColumn(column, looked, truth);
    const order = (truth.classes === 0 || score > PROMISING) && orderDeterminesTarget(column, looked, truth);
    const ranges = rangesDetermineTarget(column, looked, truth);
    if (score < NEARLY_ALL && !order && !ranges) continue;
    warnings.push(warningOf(column, target, { score, order, ranges, classes: truth.classes, rows }));
  }
  const formula = formulaOfTarget(inputs.columns, target, rows, (name) => names.has(name) && !copies.has(name));
  if (formula !== null) {
    warnings.push(`${target.name} is ${formula}, in every row: leave out what is not known before ${target.name} is`);
  }
  return { copies, warnings };
}

function formulaOfTarget(
  columns: readonly Column[],
  target: Target,
  rows: Int32Array,
  isLookedAt: (name: string) => boolean,
): string | null {
  if ('codes' in target) return null;
  const numbers = columns.flatMap((column) => (!isCategory(column) && isLookedAt(column.name) ? [column] : []));
  return formulaOf(numbers, target.name, target.values, rows);
}

/** Why a column is a copy of the target: equal values, or one value for each class and a name like the target's. */
function asCopy(column: Column, target: Target, rows: Int32Array, isAgain: boolean): string | null {
  const present = rows.filter((row) => !isMissingAt(column, row));
  if (2 * present.length < rows.length || 2 * present.length < FEWEST_ROWS) return null;
  const where = present.length === rows.length ? 'every row' : `all ${present.length} rows where it has a value`;
  if (isAgain || present.every((row) => isEqualAt(column, target, row)))
    return `a copy of ${target.name}: equal in ${where}`;
  if (!('codes' in target) || present.length < FEWEST_ROWS || !isNamedLike(column.name, target.name)) return null;
  if (!isRecoded(column, target.codes, present)) return null;
  return `${target.name} in other words: one value for each class in ${where}, and a name like it`;
}

function isMissingAt(column: Column, row: number): boolean {
  return isCategory(column) ? column.codes[row] < 0 : Number.isNaN(column.values[row]);
}

function isEqualAt(column: Column, target: Target, row: number): boolean {
  if (!('codes' in target)) return !isCategory(column) && column.values[row] === target.values[row];
  const label = target.classes[target.codes[row]];
  if (!isCategory(column)) return Number(label) === column.values[row] && label.trim() !== '';
  return column.levels[column.codes[row]].toLowerCase() === canonicalText(label).toLowerCase();
}

/** Whether there is one value for each class and one class for each value. */
function isRecoded(column: Column, codes: Int32Array, rows: Int32Array): boolean {
  const values = isCategory(column) ? column.codes : column.values;
  const classOf = new Map<number, number>();
  for (const row of rows) {
    if ((classOf.get(values[row]) ?? codes[row]) !== codes[row]) return false;
    classOf.set(values[row], codes[row]);
  }
  return new Set(classOf.values()).size === classOf.size;
}

/** Whether a name has all words of the target's: `y_2`, `Churn code` of `churn`. */
function isNamedLike(name: string, target: string): boolean {
  const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const own = words(name);
  const wanted = words(target);
  return wanted.length > 0 && wanted.every((word) => own.includes(word));
}

interface Found {
  score: number;
  /** See `orderDeterminesTarget`. */
  order: boolean;
  /** See `rangesDetermineTarget`. */
  ranges: boolean;
  classes: number;
  /** The search's rows. */
  rows: Int32Array;
}

function warningOf(column: Column, target: Target, { score, order, ranges, classes, rows }: Found): string {
  const figure =
    classes === 0
      ? `R² ${score.toFixed(3)}`
      : classes === 2
        ? `AUC ${score.toFixed(3)}`
        : `${(100 * score).toFixed(1)} % fewer errors`;
  const name = classes === 0 ? `${target.name} rises or falls with it throughout` : 'each class has a range of its own';
  const range = `each of its values has a range of ${target.name} of its own`;
  const more = [
    order ? name : null,
    ranges ? range : null,
    inOrder(column, rows),
    byAbsence(column, target, rows),
  ].filter((text) => text !== null);
  const evidence = [`${figure} by it alone, cross-validated`, ...more].join('; ');
  return `${column.name} tells nearly all of ${target.name} (${evidence}): leave the column out if it is not known before ${target.name} is`;
}

/** Evidence for a column that is a key of the rows. */
function inOrder(column: Column, rows: Int32Array): string | null {
  if (isCategory(column)) return null;
  const { values } = column;
  const rises = rows.every((row, i) => i === 0 || values[row] > values[rows[i - 1]]);
  const falls = rows.every((row, i) => i === 0 || values[row] < values[rows[i - 1]]);
  return rises || falls
    ? `the rows are sorted by it, as by a key, and it ${rises ? 'rises' : 'falls'} from each to the next`
    : null;
}

/** Evidence for a column that is missing in all classes but one. */
function byAbsence(column: Column, target: Target, rows: Int32Array): string | null {
  if (!('codes' in target)) return null;
  const missing = rows.filter((row) => isMissingAt(column, row));
  if (missing.length === 0) return null;
  const absent = new Set(Array.from(missing, (row) => target.codes[row]));
  const present = new Set(
    Array.from(
      rows.filter((row) => !isMissingAt(column, row)),
      (row) => target.codes[row],
    ),
  );
  if ([...absent].some((code) => present.has(code))) return null;
  return `it is missing for ${[...absent].map((code) => target.classes[code]).join(', ')} only`;
}
