import type { NumericTransform } from '../../contracts/transform.js';
import type { NumberColumn } from '../table.js';
import type { FittedNumeric, FittedScale, FittedShape } from './fitted.js';
import { normalQuantile } from './normal-quantile.js';
import { boxCox, boxCoxLambda, yeoJohnson, yeoJohnsonLambda } from './power.js';
import { quantile } from './quantile.js';

const BINS = 10;
const MOST_QUANTILES = 1000;
/** Larger results are cut off: squares of them must stay finite in learners. */
const LARGEST = 1e15;

/** Fits a numeric transform on the training rows of a column. */
export function fitNumeric(
  column: NumberColumn,
  rows: Int32Array,
  transform: NumericTransform,
  takesMissing: boolean,
): FittedNumeric {
  const present = presentSorted(column.values, rows);
  const impute = transform.impute === 'none' && !takesMissing ? 'median' : transform.impute;
  const shape = fitShape(present, transform.shape);
  const scale = fitScale(
    present.map((value) => applyShape(shape, value)),
    transform.scale,
  );
  return {
    kind: 'numeric',
    name: column.name,
    fill: impute === 'none' ? null : statistic(present, impute),
    indicator: transform.indicator && present.length < rows.length,
    shape,
    scale,
  };
}

/** Writes the transformed column and, behind it, its indicator. @param out rows × (1 or 2), column-major */
export function applyNumeric(
  fitted: FittedNumeric,
  { values }: NumberColumn,
  rows: Int32Array,
  out: Float64Array,
): void {
  const { fill, shape, scale, indicator } = fitted;
  const filled = fill === null ? NaN : transformed(shape, scale, fill);
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]];
    const missing = value !== value;
    out[i] = missing ? filled : transformed(shape, scale, value);
    if (indicator) out[rows.length + i] = missing ? 1 : 0;
  }
}

function transformed(shape: FittedShape, scale: FittedScale, value: number): number {
  const result = applyScale(scale, applyShape(shape, value));
  return result > LARGEST ? LARGEST : result < -LARGEST ? -LARGEST : result;
}

/** The values that are there, ascending. */
export function presentSorted(values: Float64Array, rows: Int32Array): Float64Array {
  const present = new Float64Array(rows.length);
  let count = 0;
  for (const row of rows) if (values[row] === values[row]) present[count++] = values[row];
  return present.subarray(0, count).sort();
}

function statistic(sorted: Float64Array, kind: 'mean' | 'median' | 'most-frequent'): number {
  if (sorted.length === 0) return 0;
  switch (kind) {
    case 'mean':
      return sorted.reduce((mean, value, i) => mean + (value - mean) / (i + 1), 0);
    case 'median':
      return quantile(sorted, 0.5);
    case 'most-frequent':
      return mostFrequent(sorted);
  }
}

/** The smallest of equals. */
function mostFrequent(sorted: Float64Array): number {
  let best = sorted[0];
  let bestCount = 0;
  for (let start = 0; start < sorted.length;) {
    let end = start;
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    if (end - start > bestCount) [best, bestCount] = [sorted[start], end - start];
    start = end;
  }
  return best;
}

function fitShape(sorted: Float64Array, shape: NumericTransform['shape']): FittedShape {
  if (sorted.length === 0) return { kind: 'none' };
  switch (shape) {
    case 'box-cox': {
      const [low, high] = [sorted[0], sorted[sorted.length - 1]];
      // A thousandth of the range keeps the smallest value from becoming an outlier at log 0.
      const shift = low > 0 ? 0 : -low + (high > low ? (high - low) / 1000 : 1);
      const lambda = boxCoxLambda(sorted.map((value) => value + shift));
      return { kind: 'box-cox', lambda, shift, smallest: low + shift };
    }
    case 'yeo-johnson':
      return { kind: 'yeo-johnson', lambda: yeoJohnsonLambda(sorted) };
    case 'bins': {
      const edges = Array.from({ length: BINS - 1 }, (_, i) => quantile(sorted, (i + 1) / BINS));
      return { kind: 'bins', edges: [...new Set(edges)] };
    }
    default:
      return { kind: shape };
  }
}

function applyShape(shape: FittedShape, value: number): number {
  switch (shape.kind) {
    case 'none':
      return value;
    case 'log':
      return Math.sign(value) * Math.log1p(Math.abs(value));
    case 'box-cox':
      return boxCox(Math.max(value + shape.shift, shape.smallest), shape.lambda);
    case 'yeo-johnson':
      return yeoJohnson(value, shape.lambda);
    case 'bins':
      return countBelow(shape.edges, value);
  }
}

/** Number of edges that are smaller than the value. */
function countBelow(edges: readonly number[], value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function fitScale(shaped: Float64Array, scale: NumericTransform['scale']): FittedScale {
  if (shaped.length === 0 || scale === 'none') return { kind: 'none' };
  // Every shape keeps the order but for rounding.
  const sorted = shaped.sort();
  switch (scale) {
    case 'standard': {
      const mean = statistic(sorted, 'mean');
      const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length;
      return linear(mean, Math.sqrt(variance));
    }
    case 'robust':
      return linear(quantile(sorted, 0.5), quantile(sorted, 0.75) - quantile(sorted, 0.25));
    case 'quantile': {
      const count = Math.min(MOST_QUANTILES, sorted.length);
      const quantiles = Array.from({ length: count }, (_, i) => quantile(sorted, count === 1 ? 0.5 : i / (count - 1)));
      return { kind: 'quantile', quantiles, margin: 1 / (2 * sorted.length) };
    }
  }
}

function linear(centre: number, spread: number): FittedScale {
  const usable = Number.isFinite(centre) && Number.isFinite(spread) && spread > 1e-300;
  return { kind: 'linear', centre: Number.isFinite(centre) ? centre : 0, spread: usable ? spread : 1 };
}

function applyScale(scale: FittedScale, value: number): number {
  switch (scale.kind) {
    case 'none':
      return value;
    case 'linear':
      return (value - scale.centre) / scale.spread;
    case 'quantile': {
      const { quantiles, margin } = scale;
      if (quantiles.length === 1) return 0;
      const rank = (rankFromBelow(quantiles, value) + rankFromAbove(quantiles, value)) / 2;
      return normalQuantile(Math.min(1 - margin, Math.max(margin, rank / (quantiles.length - 1))));
    }
  }
}

/** Interpolated index of a value; the first of equal quantiles. */
function rankFromBelow(quantiles: readonly number[], value: number): number {
  const next = countBelow(quantiles, value);
  if (next === 0 || next === quantiles.length) return Math.min(next, quantiles.length - 1);
  const [low, high] = [quantiles[next - 1], quantiles[next]];
  return next - 1 + (value - low) / (high - low);
}

/** The same with the last of equal quantiles: between both lies the middle of a run of equal values. */
function rankFromAbove(quantiles: readonly number[], value: number): number {
  const below = rankFromBelow(quantiles, value);
  let index = Math.ceil(below);
  if (quantiles[index] !== value) return below;
  while (index + 1 < quantiles.length && quantiles[index + 1] === value) index++;
  return index;
}
