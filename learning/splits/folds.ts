import { UserError } from '../../contracts/errors.js';
import type { EvaluationPlan } from '../../contracts/module/evaluation.js';
import { createRandom, type Random } from '../../random/index.js';
import { atRows, singletonClassRows, stratifiedGroupKFold, unitsByClass, unitsOf } from './stratified-group-k-fold.js';
import type { Dataset, Target } from '../arrays/table.js';

/** The place of a row: the fold (0 …) in which it is validated, or one of these. */
export const HOLDOUT = -1;
export const UNUSED = -2;
/** In the training part of every fold: rows that cannot be validated. */
export const ALWAYS_TRAINING = 100;

/** With fewer rows (copies counted once) there is no holdout: it would cost more than its score is worth. */
const FEWEST_UNITS_FOR_HOLDOUT = 25;
const HOLDOUT_SHARE = 0.2;
/** Groups of copies larger than this share of the rows are not held out. */
const MOST_COPIES_IN_HOLDOUT = 0.05;
/** Least rows (or groups of copies) of each class that are not held out. */
const FEWEST_OF_CLASS = 2;
/** Largest share of rows that cannot be validated because they are the only ones of their class. */
const MOST_LONELY = 0.5;
/** Number of folds up to these sizes (rows, cells); beyond the last, one validation part. */
const SIZES = [
  { folds: 5, rows: 2_500, cells: 2e6 },
  { folds: 3, rows: 50_000, cells: 2e7 },
] as const;
/** Most rows and cells that a search uses; the others are used in the final fit only. */
const MOST_SEARCH_ROWS = 200_000;
const MOST_SEARCH_CELLS = 4e7;
const VALIDATION_SHARE = 0.2;
const MOST_VALIDATION_ROWS = 20_000;

export interface PlannedEvaluation {
  plan: EvaluationPlan;
  /** For each row its fold, HOLDOUT, UNUSED or ALWAYS_TRAINING. */
  assignment: Int8Array;
}

export interface SplitInput {
  target: Target;
  /** The group of each row, see `Dataset`; null where each row is by itself. */
  groups: Int32Array | null;
  /** 53-bit hash of each row, equal within a group (learning/splits/duplicate-rows.ts). */
  hashes: Float64Array;
  /** Input columns: wide tables get fewer folds. */
  columns: number;
  /** 32 bits, of the folds. */
  seed: number;
}

/**
 * Splits the rows once for a whole search: an outer holdout of about 20 %, and folds (or one validation part) of the
 * rest, stratified by class, or by the order of a regression's values. Groups are never split, except by leaving rows
 * out because there are too many.
 *
 * Whether a row is held out depends on its own hash only, not on the seed or the other rows, so that a row that a
 * search has used is not held out when rows are added. Exceptions: with fewer than 25 rows (or groups) there is no
 * holdout; the two rows (or groups) of each class with the largest hashes, and groups of more than 5 % of the rows, are
 * not held out. The only row (or group) of a class is in every training part.
 *
 * @throws UserError('InvalidData') if the rows cannot be split into two folds that can be trained and validated.
 */
export function planEvaluation({ target, groups, hashes, columns, seed }: SplitInput): PlannedEvaluation {
  const random = createRandom(seed);
  const assignment = new Int8Array(hashes.length).fill(ALWAYS_TRAINING);
  const holdoutRows = holdOut(target, groups, hashes, assignment);
  const most = Math.max(1000, Math.min(MOST_SEARCH_ROWS, Math.floor(MOST_SEARCH_CELLS / columns)));
  const unusedRows = setAside(target, assignment, hashes.length - holdoutRows - most, random);
  const searchRows = hashes.length - holdoutRows - unusedRows;
  const folds = foldsFor(searchRows, columns);
  const dealt = dealFolds(target, groups, { folds, searchRows }, assignment, random);
  const method = dealt.folds === 1 ? 'holdout' : 'k-fold';
  return { plan: { method, ...dealt, holdoutRows, searchRows, unusedRows, seed }, assignment };
}

/**
 * Splits the same rows into other folds (or chooses another validation part); held out and unused rows stay so.
 *
 * @param assignment as `planEvaluation` made it
 * @param seed 32 bits
 */
export function redealFolds(
  { target, groups }: Pick<Dataset, 'target' | 'groups'>,
  assignment: Int8Array,
  plan: EvaluationPlan,
  seed: number,
): Int8Array {
  const dealt = assignment.map((place) => (isSearched(place) ? ALWAYS_TRAINING : place));
  dealFolds(target, groups, plan, dealt, createRandom(seed));
  return dealt;
}

function isSearched(place: number): boolean {
  return place !== HOLDOUT && place !== UNUSED;
}

function foldsFor(rows: number, columns: number): number {
  const size = SIZES.find((limit) => rows <= limit.rows && rows * columns <= limit.cells);
  return size?.folds ?? 1;
}

/** @returns the number of rows kept aside */
function holdOut(target: Target, groups: Int32Array | null, hashes: Float64Array, assignment: Int8Array): number {
  const units = unitsOf(groups, hashes.length);
  if (units.count < FEWEST_UNITS_FOR_HOLDOUT) return 0;
  const { rows, start } = units;
  const hashOf = (unit: number): number => hashes[rows[start[unit]]];
  const mostRows = Math.max(1, MOST_COPIES_IN_HOLDOUT * hashes.length);
  const wanted = Array.from({ length: units.count }, (_, unit) => unit)
    .filter((unit) => hashOf(unit) < HOLDOUT_SHARE * 2 ** 53 && start[unit + 1] - start[unit] <= mostRows)
    .sort((a, b) => hashOf(a) - hashOf(b));
  const { y, classes } = valuesOf(target);
  const left = unitsByClass(units, y, classes);
  let count = 0;
  for (const unit of wanted) {
    const own = rows.subarray(start[unit], start[unit + 1]);
    const held = classes === 0 ? [] : [...new Set(Array.from(own, (row) => y[row]))];
    if (held.some((code) => left[code] <= FEWEST_OF_CLASS)) continue;
    for (const code of held) left[code]--;
    for (const row of own) assignment[row] = HOLDOUT;
    count += own.length;
  }
  return count;
}

/** Leaves out rows if there are too many, stratified by class. @returns how many */
function setAside(target: Target, assignment: Int8Array, count: number, random: Random): number {
  if (count <= 0) return 0;
  const { y, classes } = valuesOf(target);
  const rows = random.shuffle(rowsWhere(assignment, isSearched));
  const stratumOf = (row: number): number => (classes === 0 ? 0 : y[row]);
  const sizes = new Int32Array(Math.max(1, classes));
  for (const row of rows) sizes[stratumOf(row)]++;
  const quota = sizes.map((size) => Math.floor((size * count) / rows.length));
  for (const row of rows) if (quota[stratumOf(row)]-- > 0) assignment[row] = UNUSED;
  return rowsWhere(assignment, (place) => place === UNUSED).length;
}

/** Splits the rows that are in every training part into folds; rows of a class with one unit stay there. */
function dealFolds(
  target: Target,
  groups: Int32Array | null,
  { folds: wanted, searchRows }: Pick<EvaluationPlan, 'folds' | 'searchRows'>,
  assignment: Int8Array,
  random: Random,
): Pick<EvaluationPlan, 'folds' | 'validationRows'> {
  const all = { ...valuesOf(target), groups };
  const searched = rowsWhere(assignment, isSearched);
  const lonely = singletonClassRows(atRows(all, searched));
  const rows = searched.filter((_, i) => lonely[i] === 0);
  const own = atRows(all, rows);
  const units = unitsOf(own.groups, rows.length).count;
  const validated = new Set(Array.from(own.y)).size;
  if (units < 2 || rows.length < (1 - MOST_LONELY) * searched.length || (all.classes > 0 && validated < 2)) {
    throw tooFew(
      target,
      groups,
      searched.filter((_, i) => lonely[i] === 1),
    );
  }
  const folds = wanted === 1 ? 1 : Math.max(2, Math.min(wanted, Math.floor(units / 2)));
  const validation = Math.min(MOST_VALIDATION_ROWS, Math.round(VALIDATION_SHARE * searchRows));
  const parts = folds > 1 ? folds : Math.min(units, Math.max(2, Math.ceil(rows.length / validation)));
  stratifiedGroupKFold(own, parts, random).forEach((part, i) => {
    if (folds > 1 || part === 0) assignment[rows[i]] = part;
  });
  return {
    folds,
    validationRows: rowsWhere(assignment, (place) => isSearched(place) && place < ALWAYS_TRAINING).length,
  };
}

/** @param alone rows that are the only ones of a class, where there are any */
function tooFew(target: Target, groups: Int32Array | null, alone: Int32Array): UserError {
  const { name } = target;
  const classes = 'codes' in target ? [...new Set(Array.from(alone, (row) => target.classes[target.codes[row]]))] : [];
  const named = `${classes.slice(0, 5).join(', ')}${classes.length > 5 ? ', …' : ''}`;
  const rows = 'codes' in target ? target.codes.length : target.values.length;
  const counted = groups ? ', copies counted once' : '';
  const why =
    alone.length > 0
      ? `${alone.length} of ${rows} rows are the only ones of their class of ${name} (${named}${counted})`
      : `all rows with a value of ${name} have the same inputs`;
  return new UserError(
    'InvalidData',
    `target: ${why}: models cannot be trained and validated on different rows; join rare classes, add rows, or choose --task regression where they are amounts`,
  );
}

function valuesOf(target: Target): { y: Int32Array | Float64Array; classes: number } {
  return 'codes' in target ? { y: target.codes, classes: target.classes.length } : { y: target.values, classes: 0 };
}

/**
 * The training rows of a fit and the rows it predicts: those of a fold; the search's rows and the holdout; or all rows
 * and none.
 */
export type FitRows = { fold: number } | 'search' | 'all';

/** Row numbers of a fit, ascending. @param assignment as `planEvaluation` makes it */
export function rowsOfFit(assignment: Int8Array, fit: FitRows): { trainRows: Int32Array; otherRows: Int32Array } {
  if (fit === 'all') return { trainRows: rowsWhere(assignment, () => true), otherRows: new Int32Array(0) };
  if (fit === 'search') {
    return {
      trainRows: rowsWhere(assignment, (place) => place !== HOLDOUT),
      otherRows: rowsWhere(assignment, (place) => place === HOLDOUT),
    };
  }
  const { fold } = fit;
  return {
    trainRows: rowsWhere(assignment, (place) => place >= 0 && place <= ALWAYS_TRAINING && place !== fold),
    otherRows: rowsWhere(assignment, (place) => place === fold),
  };
}

/** Numbers of the rows whose place is a wanted one, ascending. */
export function rowsWhere(assignment: Int8Array | Int32Array, holds: (place: number) => boolean): Int32Array {
  const rows = new Int32Array(assignment.length);
  let count = 0;
  for (let row = 0; row < assignment.length; row++) if (holds(assignment[row])) rows[count++] = row;
  return rows.slice(0, count);
}
