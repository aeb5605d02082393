import type { TextColumn } from '../csv/text-column.js';
import { addSums, cellHashes, emptySums, keyAt, mixedKey, tellsRowsApart, type RowSums } from './row-hashes.js';

/** Fewer different rows than this are categories, however often each occurs. */
const FEWEST_DIFFERENT_ROWS = 10;
/** Fewer different numbers in a single column are categories, too. */
const FEWEST_DIFFERENT_NUMBERS = 25;
/** Most repeated rows that are examined to distinguish copies from chance. */
const MOST_LOOKED_AT = 1000;
/** Neighbouring numbers of a single column that are examined together. */
const RUN = 20;
/** Pairs of equal numbers in a single column that are no evidence. */
const FEW_REPEATS = 3;

export interface RowIdentities {
  /** 53-bit hash of each row's content, which decides whether it goes to the holdout: see `identifyRows`. */
  hashes: Float64Array;
  /** The group of each row: copies share a number; null if there are no copies. */
  groups: Int32Array | null;
  /** Number of rows that repeat the inputs of an earlier one; 0 if `groups` is null. */
  copies: number;
}

/**
 * Computes a hash of each row from the texts of its inputs and the target's name; it does not depend on the file or the
 * order of rows and columns. Rows with equal inputs are copies unless they are equal by chance: copies share the hash
 * of the first one, so that all of them go to the same side of each split. For rows that are equal by chance (three
 * yes-or-no columns), the hash also holds the number of preceding rows with the same inputs and target.
 *
 * Columns with a different value in each row (identifiers, time stamps) are ignored when copies are looked for.
 *
 * @param inputs columns of the file, the target left out
 * @param rows row numbers of the file
 */
export function identifyRows(inputs: readonly TextColumn[], target: TextColumn, rows: Int32Array): RowIdentities {
  const all = emptySums(rows.length);
  const shared = emptySums(rows.length);
  const sharedColumns: TextColumn[] = [];
  for (const column of inputs) {
    const cells = cellHashes(column, rows);
    addSums(all, cells);
    if (tellsRowsApart(column, rows, cells)) continue;
    addSums(shared, cells);
    sharedColumns.push(column);
  }
  const { groups, first } = groupsOf(shared);
  const whole = cellHashes(target, rows);
  addSums(whole, shared);
  if (first.length < rows.length && first.length >= FEWEST_DIFFERENT_ROWS) {
    if (isRepeatedAsAWhole(whole) || !isByChance(sharedColumns, rows, shared, groups, first)) {
      // The hash of the first row without its copies, so that later copies do not change any other row's hash.
      const hashes = Float64Array.from(groups, (group) => mixedKey(all, first[group], `${target.name}\n0`));
      return { hashes, groups, copies: rows.length - first.length };
    }
  }
  addSums(whole, all);
  const seen = new Map<number, number>();
  const hashes = Float64Array.from(rows, (_, i) => {
    const key = keyAt(whole, i);
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return mixedKey(all, i, `${target.name}\n${before}`);
  });
  return { hashes, groups: null, copies: 0 };
}

/** Gives rows with equal sums the same number, from 0 in the order of first occurrence. */
function groupsOf(sums: RowSums): { groups: Int32Array; first: Int32Array } {
  const numbers = new Map<number, number>();
  const first: number[] = [];
  const groups = Int32Array.from(sums.a, (_, i) => {
    const key = keyAt(sums, i);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, first.length);
    return first.push(i) - 1;
  });
  return { groups, first: Int32Array.from(first) };
}

/** Whether the number of occurrences of every row is a multiple of the same factor: a table appended to itself. */
function isRepeatedAsAWhole(whole: RowSums): boolean {
  const { groups, first } = groupsOf(whole);
  return countsOf(groups, first.length).reduce(divisor) > 1;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

function countsOf(groups: Int32Array, count: number): Int32Array {
  const counts = new Int32Array(count);
  for (const group of groups) counts[group]++;
  return counts;
}

/**
 * Whether equal rows occur by chance. If a row is likely enough to occur twice, then neighbours that differ from it in
 * one column are likely too: if fewer than half of the repeated rows have such a neighbour, they are copies. This also
 * holds for dependent columns, for which the product of the value frequencies would be far too small.
 */
function isByChance(
  columns: readonly TextColumn[],
  rows: Int32Array,
  sums: RowSums,
  groups: Int32Array,
  first: Int32Array,
): boolean {
  if (columns.length === 1) return repeatsByChance(columns[0], rows, first.length);
  const counts = countsOf(groups, first.length);
  const repeated = first.filter((_, group) => counts[group] > 1);
  const step = Math.max(1, repeated.length / MOST_LOOKED_AT);
  const looked = Array.from(
    { length: Math.min(repeated.length, MOST_LOOKED_AT) },
    (_, i) => repeated[Math.floor(i * step)],
  );
  return 2 * neighboursByColumn(columns, rows, sums, first, looked).size >= looked.length;
}

/** The rows that have a neighbour: another row that differs in one column only. */
function neighboursByColumn(
  columns: readonly TextColumn[],
  rows: Int32Array,
  sums: RowSums,
  first: Int32Array,
  looked: readonly number[],
): Set<number> {
  const found = new Set<number>();
  const distinct = first.map((i) => rows[i]);
  const placeOf = new Map(Array.from(first, (i, place) => [i, place]));
  for (const column of columns) {
    const cells = cellHashes(column, distinct);
    const rest = emptySums(first.length);
    for (let d = 0; d < first.length; d++) {
      rest.a[d] = sums.a[first[d]] - cells.a[d];
      rest.b[d] = sums.b[first[d]] - cells.b[d];
    }
    const counts = new Map(looked.map((i) => [keyAt(rest, placeOf.get(i)!), 0]));
    for (let d = 0; d < first.length; d++) {
      const key = keyAt(rest, d);
      const count = counts.get(key);
      if (count !== undefined) counts.set(key, count + 1);
    }
    for (const i of looked) if (counts.get(keyAt(rest, placeOf.get(i)!))! > 1) found.add(i);
  }
  return found;
}

/**
 * The same for a single column: categories repeat by chance; numbers repeat about as often as expected if each run of
 * neighbouring numbers were drawn uniformly from its range, with the smallest distance as resolution.
 */
function repeatsByChance(column: TextColumn, rows: Int32Array, different: number): boolean {
  const values = Float64Array.from(rows, (row) => Number(column.text(row).replace(',', '.') || NaN))
    .filter((value) => !Number.isNaN(value))
    .sort();
  const gaps = values
    .subarray(1)
    .map((value, i) => value - values[i])
    .filter((gap) => gap > 0);
  if (gaps.length + 1 < Math.max(FEWEST_DIFFERENT_NUMBERS, different / 2)) return true;
  const least = gaps.reduce((a, b) => Math.min(a, b));
  let [repeats, expected] = [0, 0];
  for (let from = 0; from < values.length; from += RUN) {
    const run = values.subarray(from, from + RUN);
    const places = (run[run.length - 1] - run[0]) / least + 1;
    expected += (run.length * (run.length - 1)) / 2 / places;
  }
  for (let i = 0, equal = 0; i < values.length; i++) {
    equal = i > 0 && values[i] === values[i - 1] ? equal + 1 : 0;
    repeats += equal;
  }
  return repeats <= 2 * expected + FEW_REPEATS;
}
