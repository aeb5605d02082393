import { columnOf, type Matrix } from '../../../learning/arrays/matrix.js';

const GROUPS = 10;

/**
 * How much of each column's variance lies between the classes (for regression: between tenths of the rows by the
 * target), corrected for chance: ε² of Kelley, An unbiased correlation ratio measure, 1935. Nearest neighbours learn
 * no importances, and this costs no searches; it looks at one column at a time. Of sum 1, or all 0.
 *
 * @param groups the group of each row, from 0
 */
export function correlationRatios(x: Matrix, groups: Int32Array, weights: Float64Array): Float64Array {
  const count = groups.reduce((most, group) => Math.max(most, group), 0) + 1;
  const ratios = new Float64Array(x.columns);
  for (let j = 0; j < x.columns; j++) ratios[j] = correlationRatio(columnOf(x, j), groups, count, weights);
  const total = ratios.reduce((a, b) => a + b, 0);
  return total > 0 ? ratios.map((ratio) => ratio / total) : ratios;
}

function correlationRatio(column: Float64Array, groups: Int32Array, count: number, weights: Float64Array): number {
  const weight = new Float64Array(count);
  const sum = new Float64Array(count);
  let total = 0;
  let mean = 0;
  for (let r = 0; r < column.length; r++) {
    total += weights[r];
    mean += weights[r] * column[r];
  }
  mean /= total;
  let squares = 0;
  for (let r = 0; r < column.length; r++) {
    const difference = column[r] - mean;
    weight[groups[r]] += weights[r];
    sum[groups[r]] += weights[r] * difference;
    squares += weights[r] * difference * difference;
  }
  let between = 0;
  let used = 0;
  for (let g = 0; g < count; g++) {
    if (!(weight[g] > 0)) continue;
    used++;
    between += (sum[g] * sum[g]) / weight[g];
  }
  const free = column.length - used;
  if (!(squares > 1e-20 * column.length * mean * mean) || free <= 0) return 0;
  return Math.max(0, 1 - ((1 - between / squares) * (column.length - 1)) / free);
}

/** Tenths of the rows by the target; equal values share one. */
export function groupsOf(y: Float64Array): Int32Array {
  const order = Float64Array.from(y.keys()).sort((a, b) => y[a] - y[b]);
  const groups = new Int32Array(y.length);
  let group = 0;
  order.forEach((row, rank) => {
    if (rank > 0 && y[row] !== y[order[rank - 1]]) group = Math.floor((rank * GROUPS) / y.length);
    groups[row] = group;
  });
  return groups;
}
