import type { TextColumn } from '../csv/text-column.js';
import { addSums, cellHashes, emptySums, keyAt, mixedKey, tellsRowsApart, type RowSums } from './row-hashes.js';

/** Fewer different rows than this are categories, however often each is there. */
const FEWEST_DIFFERENT_ROWS = 10;
/** Fewer different numbers in a lone column are categories, too. */
const FEWEST_DIFFERENT_NUMBERS = 25;
/** Repeated rows that are looked at to tell copies from chance. */
const MOST_LOOKED_AT = 1000;
/** Neighbouring numbers of a lone column that are looked at together. */
const RUN = 20;
/** Pairs of equal numbers in a lone column that prove nothing. */
const FEW_REPEATS = 3;

export interface RowIdentities {
  /** 53-bit hash of each row's content, by which it goes to the holdout: see `identifyRows`. */
  hashes: Float64Array;
  /** Rows with equal inputs share a number, where these are copies; null where no row is one. */
  groups: Int32Array | null;
  /** Rows that repeat the inputs of an earlier one; 0 where `groups` is null. */
  copies: number;
}

/**
 * What each row is, whatever file it stands in and in whatever order: a hash of the texts of its inputs and of the
 * target's name. Rows with equal inputs are copies of one another where chance does not make them: then they share the
 * hash of the first, so that all of them go to one side of each split. Where it does (three yes-or-no columns), the hash holds how
 * many rows equal to it, target and all, stand before it.
 *
 * Columns that tell each row from every other (identifiers, time stamps) are no part of the inputs by which copies are
 * found.
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
      // The hash that the first of them has by itself: copies that are found later move no other row.
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

/** Numbers rows with equal sums alike, from 0 in the order of their first rows. */
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

/** Whether all rows stand there two, three, … times as often as they would once: a table put behind itself. */
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
 * Whether equal rows are there by chance. A row that is so likely that it comes twice has likely neighbours, too, which
 * differ from it in one column: where fewer than half of the repeated rows have one, they are copies. This holds for
 * columns that depend on one another as well, for which the product of their shares would be far too small.
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

/** Those of some rows to which there is another that differs in one column only. */
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
 * The same of a lone column: categories repeat by chance, and numbers about as often as their number and the least
 * distance between two let them, if each run of neighbours were drawn evenly from where it lies.
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
