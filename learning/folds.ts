import type { EvaluationPlan } from '../contracts/evaluation.js';
import { createRandom, type Random } from '../random/index.js';
import type { Target } from './table.js';

/** Where a row is: its fold (0 …), where it is validated on, or one of these. */
export const HOLDOUT = -1;
export const UNUSED = -2;
/** In the training part of every fold: rows that could not be spread over folds. */
export const ALWAYS_TRAINING = 100;

/** With fewer rows, keeping some aside costs more than their score would tell. */
const FEWEST_ROWS_FOR_HOLDOUT = 25;
const HOLDOUT_SHARE = 0.2;
/** Beyond these sizes (rows, cells) folds are fewer, and then one. */
const SIZES = [
  { folds: 5, rows: 2_500, cells: 2e6 },
  { folds: 3, rows: 50_000, cells: 2e7 },
] as const;
/** A search sees at most so many rows and cells: the rest waits for the final fit. */
const MOST_SEARCH_ROWS = 200_000;
const MOST_SEARCH_CELLS = 4e7;
const VALIDATION_SHARE = 0.2;
const MOST_VALIDATION_ROWS = 20_000;

export interface PlannedEvaluation {
  plan: EvaluationPlan;
  /** For each row its fold, HOLDOUT, UNUSED or ALWAYS_TRAINING. */
  assignment: Int8Array;
}

/**
 * Splits the rows once for a whole search: an outer holdout of 20 %, and folds (or one validation part) of the rest,
 * stratified by class, or by the order of a regression's values. A class's only row is always trained on.
 *
 * @param columns input columns: wide tables get fewer folds
 * @param seed 32 bits
 */
export function planEvaluation(target: Target, columns: number, seed: number): PlannedEvaluation {
  const random = createRandom(seed);
  const strata = stratify(target, random);
  const rows = 'codes' in target ? target.codes.length : target.values.length;
  const assignment = new Int8Array(rows).fill(ALWAYS_TRAINING);
  const wanted = rows < FEWEST_ROWS_FOR_HOLDOUT ? 0 : Math.round(HOLDOUT_SHARE * rows);
  const holdoutRows = take(strata, wanted, (row) => (assignment[row] = HOLDOUT));
  const most = Math.max(1000, Math.min(MOST_SEARCH_ROWS, Math.floor(MOST_SEARCH_CELLS / columns)));
  const unusedRows = take(strata, rows - holdoutRows - most, (row) => (assignment[row] = UNUSED));
  const searchRows = rows - holdoutRows - unusedRows;
  const folds = foldsFor(searchRows, columns);
  const validationRows =
    folds === 1 ? takeValidation(strata, searchRows, assignment) : deal(strata, folds, assignment, random);
  const method = folds === 1 ? 'holdout' : 'k-fold';
  return { plan: { method, folds, holdoutRows, searchRows, validationRows, unusedRows, seed }, assignment };
}

/**
 * The same rows dealt to folds (or another validation part chosen) anew; what is kept aside or unused stays so.
 *
 * @param assignment as `planEvaluation` made it
 * @param seed 32 bits
 */
export function redealFolds(target: Target, assignment: Int8Array, plan: EvaluationPlan, seed: number): Int8Array {
  const random = createRandom(seed);
  const within = (row: number): boolean => assignment[row] !== HOLDOUT && assignment[row] !== UNUSED;
  const strata = stratify(target, random).map((stratum) => stratum.filter(within));
  const dealt = assignment.map((place) => (place === HOLDOUT || place === UNUSED ? place : ALWAYS_TRAINING));
  if (plan.folds === 1) takeValidation(strata, plan.searchRows, dealt);
  else deal(strata, plan.folds, dealt, random);
  return dealt;
}

function foldsFor(rows: number, columns: number): number {
  const size = SIZES.find((limit) => rows <= limit.rows && rows * columns <= limit.cells);
  return size ? Math.max(2, Math.min(size.folds, Math.floor(rows / 2))) : 1;
}

/** Rows in groups that every part should hold its share of, each group in random order. */
function stratify(target: Target, random: Random): number[][] {
  if ('codes' in target) {
    const strata: number[][] = target.classes.map(() => []);
    target.codes.forEach((code, row) => strata[code].push(row));
    return strata.map((stratum) => random.shuffle(stratum));
  }
  const { values } = target;
  const order = random.shuffle(Array.from(values, (_, row) => row)).sort((a, b) => values[a] - values[b]);
  // Ten neighbours by value a group: two of each go to a holdout of 20 %.
  const strata: number[][] = [];
  for (let start = 0; start < order.length; start += 10) strata.push(random.shuffle(order.slice(start, start + 10)));
  return strata;
}

/**
 * Takes about `count` rows out of the strata, from each its share (largest remainders first), but never a stratum's last.
 *
 * @returns the number taken
 */
function take(strata: number[][], count: number, use: (row: number) => void): number {
  if (count <= 0) return 0;
  const total = strata.reduce((sum, stratum) => sum + stratum.length, 0);
  const exact = strata.map((stratum) => (stratum.length * count) / total);
  const quota = exact.map(Math.floor);
  const missing = count - quota.reduce((a, b) => a + b, 0);
  const byRemainder = exact.map((_, i) => i).sort((a, b) => (exact[b] % 1) - (exact[a] % 1) || a - b);
  for (const i of byRemainder.filter((i) => quota[i] + 1 < strata[i].length).slice(0, missing)) quota[i]++;
  const taken = strata.flatMap((stratum, i) => stratum.splice(0, quota[i]));
  taken.forEach(use);
  return taken.length;
}

function takeValidation(strata: number[][], searchRows: number, assignment: Int8Array): number {
  const wanted = Math.min(MOST_VALIDATION_ROWS, Math.round(VALIDATION_SHARE * searchRows));
  return take(strata, wanted, (row) => (assignment[row] = 0));
}

/** Deals each stratum's rows to the folds in turn, going on where the last one ended, so that folds are of one size. */
function deal(strata: number[][], folds: number, assignment: Int8Array, random: Random): number {
  let dealt = 0;
  const offsets = random.shuffle(Array.from({ length: folds }, (_, fold) => fold));
  for (const stratum of strata) {
    // A class's only row would be missing from the training part of its own fold.
    if (stratum.length < 2) continue;
    for (const row of stratum) assignment[row] = offsets[dealt++ % folds];
  }
  return dealt;
}

/**
 * Which rows a fit is trained on, and which it predicts: a fold's; those of the search, and the outer holdout's; or all
 * rows, and none.
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
