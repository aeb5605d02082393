import { keepBeside } from '../arrays/keep-beside.js';
import { columnOf, type Matrix } from '../arrays/matrix.js';

/** Bins of present values; one more code, MISSING_BIN, stands for a missing value. */
export const MAX_BINS = 255;
export const MISSING_BIN = 255;

/** A matrix with each value replaced by the number of its bin, the input of histogram tree learners. */
export interface BinnedMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Column-major: the bin of row r in column c is codes[c * rows + r]. */
  readonly codes: Uint8Array;
  /** For each column, ascending: a value v lies in the first bin b with v <= edges[b], else in the last (edges.length). */
  readonly edges: readonly Float64Array[];
  /** For each column, whether any value is missing. */
  readonly missing: Uint8Array;
}

/**
 * Bins each column by quantiles: a bin for each distinct value where there are few, else bins of about equal weight.
 * Edges lie halfway between neighbouring values (Ke et al. 2017, LightGBM, section 2.1). The result is cached
 * with the matrix, so that candidates that share it share its bins.
 *
 * @param maxBins at most 255
 */
export const binMatrix = keepBeside((x: Matrix, maxBins: number): BinnedMatrix => {
  const edges: Float64Array[] = [];
  const codes = new Uint8Array(x.rows * x.columns);
  const missing = new Uint8Array(x.columns);
  const present = new Float64Array(x.rows);
  for (let c = 0; c < x.columns; c++) {
    const values = columnOf(x, c);
    let count = 0;
    for (const value of values) if (value === value) present[count++] = value;
    missing[c] = count < x.rows ? 1 : 0;
    const cuts = quantileEdges(present.subarray(0, count).sort(), maxBins);
    edges.push(cuts);
    assignBins(values, cuts, codes.subarray(c * x.rows, (c + 1) * x.rows));
  }
  return { rows: x.rows, columns: x.columns, codes, edges, missing };
});

/** Edges between bins of ascending values; none for a constant. */
function quantileEdges(sorted: Float64Array, maxBins: number): Float64Array {
  const distinct: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) counts[counts.length - 1]++;
    else {
      distinct.push(sorted[i]);
      counts.push(1);
    }
  }
  const cuts: number[] = [];
  if (distinct.length <= maxBins) {
    for (let i = 1; i < distinct.length; i++) cuts.push(between(distinct[i - 1], distinct[i]));
    return Float64Array.from(cuts);
  }
  // Greedy: a bin closes once it holds its share of the remaining weight, so that heavy values do not leave too little
  // for the others.
  let left = sorted.length;
  let inBin = 0;
  for (let i = 0; i < distinct.length - 1 && cuts.length < maxBins - 1; i++) {
    inBin += counts[i];
    if (inBin >= left / (maxBins - cuts.length)) {
      cuts.push(between(distinct[i], distinct[i + 1]));
      left -= inBin;
      inBin = 0;
    }
  }
  return Float64Array.from(cuts);
}

/** A number in [a, b) that separates a from b, also where their midpoint would round up to b or overflow. */
function between(a: number, b: number): number {
  const middle = a / 2 + b / 2;
  return middle >= a && middle < b ? middle : a;
}

/**
 * The number of each value's bin, by binary search. The number of steps is the same for all values, without branches
 * that the processor could mispredict.
 */
function assignBins(values: Float64Array, edges: Float64Array, out: Uint8Array): void {
  const count = edges.length;
  for (let r = 0; r < values.length; r++) {
    const value = values[r];
    if (value !== value) {
      out[r] = MISSING_BIN;
      continue;
    }
    let low = 0;
    let left = count;
    while (left > 1) {
      const half = left >> 1;
      low += Number(edges[low + half - 1] < value) * half;
      left -= half;
    }
    out[r] = left === 1 ? low + Number(edges[low] < value) : 0;
  }
}
