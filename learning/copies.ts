import type { TextColumn } from './csv/text-column.js';
import { addSums, cellHashes, emptySums, keyAt, mixedKey, tellsRowsApart, type RowSums } from './row-keys.js';

/** Fewer different rows than this are categories, however often each is there. */
const FEWEST_DIFFERENT_ROWS = 10;
/** Fewer different numbers in a lone column are categories, too. */
const FEWEST_DIFFERENT_NUMBERS = 25;
/** Repeated rows that are looked at to tell copies from chance. */
const MOST_LOOKED_AT = 1000;
/** Of numbers in a lone column, neighbours lie within so many times the least distance between two. */
const NEIGHBOURING = 1.5;

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
 * target's name. Rows with equal inputs are copies of one another where chance does not make them: then they share a
 * hash, so that all of them go to one side of each split. Where it does (three yes-or-no columns), the hash holds how
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
      const hashes = Float64Array.from(rows, (_, i) => mixedKey(shared, i, `${target.name}\n0`));
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
  const counts = countsOf(groups, first.length);
  const repeated = first.filter((_, group) => counts[group] > 1);
  const step = Math.max(1, repeated.length / MOST_LOOKED_AT);
  const looked = Array.from(
    { length: Math.min(repeated.length, MOST_LOOKED_AT) },
    (_, i) => repeated[Math.floor(i * step)],
  );
  const found =
    columns.length === 1
      ? neighboursByValue(columns[0], rows, first, looked)
      : neighboursByColumn(columns, rows, sums, first, looked);
  return 2 * found.size >= looked.length;
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
  for (const column of columns) {
    const cells = cellHashes(column, distinct);
    const rest = emptySums(first.length);
    const counts = new Map<number, number>();
    const places = new Map<number, number>();
    first.forEach((i, d) => {
      rest.a[d] = sums.a[i] - cells.a[d];
      rest.b[d] = sums.b[i] - cells.b[d];
      const key = keyAt(rest, d);
      counts.set(key, (counts.get(key) ?? 0) + 1);
      places.set(i, key);
    });
    for (const i of looked) if (counts.get(places.get(i)!)! > 1) found.add(i);
  }
  return found;
}

/** The same of a lone column: categories are neighbours of one another, numbers of those next to them. */
function neighboursByValue(
  column: TextColumn,
  rows: Int32Array,
  first: Int32Array,
  looked: readonly number[],
): Set<number> {
  const valueAt = (i: number): number => Number(column.text(rows[i]).replace(',', '.') || NaN);
  const values = Float64Array.from(first, valueAt)
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (values.length < Math.max(FEWEST_DIFFERENT_NUMBERS, first.length / 2)) return new Set(looked);
  let least = Infinity;
  for (let v = 1; v < values.length; v++)
    if (values[v] > values[v - 1]) least = Math.min(least, values[v] - values[v - 1]);
  const near = new Set<number>();
  for (let v = 1; v < values.length; v++) {
    if (values[v] - values[v - 1] <= NEIGHBOURING * least) near.add(values[v]).add(values[v - 1]);
  }
  return new Set(looked.filter((i) => near.has(valueAt(i))));
}
