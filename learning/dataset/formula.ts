import { solveSymmetric } from '../linear/cholesky.js';
import type { NumberColumn } from '../arrays/table.js';

/** Columns and rows that are looked at, at most: a formula holds for any rows. */
const MOST_COLUMNS = 40;
const MOST_ROWS = 1000;
const FEWEST_ROWS = 20;
/** Largest share of missing values of a column: with more, too few rows would be complete. */
const MOST_MISSING = 0.1;
/** Share of the target's variance that may remain unexplained because of rounding. */
const ROUNDING = 1e-6;

interface Named {
  name: string;
  /** Of mean 0 and sum of squares 1. */
  values: Float64Array;
  /** The number that they were divided by. */
  length: number;
}

/**
 * Finds a formula that gives a regression's target from other columns: a linear function of one or several, or the
 * product or ratio of two.
 *
 * @returns null if there is none
 */
export function formulaOf(
  columns: readonly NumberColumn[],
  target: string,
  y: Float64Array,
  rows: Int32Array,
): string | null {
  const present = columns
    .filter(({ values }) => rows.filter((row) => Number.isNaN(values[row])).length < MOST_MISSING * rows.length)
    .slice(0, MOST_COLUMNS);
  const used = rows.filter((row) => present.every(({ values }) => !Number.isNaN(values[row]))).slice(0, MOST_ROWS);
  const truth = standardised(target, used, (row) => y[row]);
  const inputs = present.flatMap(({ name, values }) => standardised(name, used, (row) => values[row]) ?? []);
  if (truth === null || used.length < Math.max(FEWEST_ROWS, 3 * inputs.length)) return null;
  return lineThrough(inputs, truth) ?? combination(inputs, truth) ?? productOfTwo(present, truth, used);
}

function standardised(name: string, rows: Int32Array, valueAt: (row: number) => number): Named | null {
  const values = Float64Array.from(rows, valueAt);
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] -= mean) ** 2;
  const length = Math.sqrt(squares);
  if (!(length > 1e-9 * Math.abs(mean)) || !Number.isFinite(length)) return null;
  return { name, values: values.map((value) => value / length), length };
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function isSame(a: Named, b: Named): boolean {
  return 1 - product(a.values, b.values) ** 2 < ROUNDING;
}

function lineThrough(inputs: readonly Named[], truth: Named): string | null {
  const one = inputs.find((input) => isSame(input, truth));
  return one
    ? `a linear function of ${one.name}, ${slope(product(one.values, truth.values), one, truth)} for each unit`
    : null;
}

function combination(inputs: readonly Named[], truth: Named): string | null {
  const size = inputs.length;
  const gram = Float64Array.from({ length: size * size }, (_, i) =>
    product(inputs[Math.floor(i / size)].values, inputs[i % size].values),
  );
  const weights = Float64Array.from(inputs, ({ values }) => product(values, truth.values));
  const moments = weights.slice();
  solveSymmetric(gram, weights);
  if (!(1 - product(weights, moments) < ROUNDING)) return null;
  const terms = inputs
    .map((input, i) => ({ input, weight: weights[i] }))
    .filter(({ weight }) => Math.abs(weight) > 1e-3);
  const texts = terms.map(({ input, weight }) => `${slope(weight, input, truth)} · ${input.name}`);
  return `a sum of columns: ${texts.slice(0, 6).join(' + ')}${texts.length > 6 ? ' + …' : ''}`;
}

function slope(weight: number, { length }: Named, truth: Named): string {
  return String(Number(((weight * truth.length) / length).toPrecision(4)));
}

function productOfTwo(columns: readonly NumberColumn[], truth: Named, rows: Int32Array): string | null {
  for (const [i, a] of columns.entries()) {
    for (const [j, b] of columns.entries()) {
      if (i === j) continue;
      const ratio = standardised('', rows, (row) => a.values[row] / b.values[row]);
      if (ratio && isSame(ratio, truth)) return `${a.name} / ${b.name}`;
      const both = j > i ? standardised('', rows, (row) => a.values[row] * b.values[row]) : null;
      if (both && isSame(both, truth)) return `${a.name} · ${b.name}`;
    }
  }
  return null;
}
