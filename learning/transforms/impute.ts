import type { NumericTransform } from '../../contracts/candidate/transform.js';
import { bounded } from './bounded.js';
import { quantile } from './quantile.js';

/** The values that are not missing, in the order of the rows. @param unit by which they are multiplied */
export function presentValues(values: Float64Array, rows: Int32Array, unit = 1): Float64Array {
  const present = new Float64Array(rows.length);
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]];
    if (value === value) present[count++] = bounded(value * unit);
  }
  return present.subarray(0, count);
}

export function meanOf(values: Float64Array): number {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += (values[i] - mean) / (i + 1);
  return mean;
}

/** The value that replaces a missing one; null for `none`. @param sorted at least one value */
export function fillOf(sorted: Float64Array, impute: NumericTransform['impute']): number | null {
  switch (impute) {
    case 'none':
      return null;
    case 'mean':
      return meanOf(sorted);
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
