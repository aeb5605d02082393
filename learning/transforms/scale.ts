import type { NumericTransform } from '../../contracts/candidate/transform.js';
import type { FittedScale } from './fitted.js';
import { meanOf } from './impute.js';
import { normalQuantile } from './normal-quantile.js';
import { countBelow, quantile } from './quantile.js';

const MOST_QUANTILES = 1000;
/** If the spread is smaller than this relative to the centre, it is rounding: the column is constant. */
const ROUNDING = 10 * Number.EPSILON;

/** @param shaped the training values, at least one, ascending where the scale is robust or quantile */
export function fitScale(shaped: Float64Array, scale: NumericTransform['scale']): FittedScale {
  switch (scale) {
    case 'none':
      return { kind: 'none' };
    case 'standard': {
      const mean = meanOf(shaped);
      return linear(mean, standardDeviation(shaped, mean));
    }
    case 'robust': {
      const range = quantile(shaped, 0.75) - quantile(shaped, 0.25);
      // If half of the values are equal, the interquartile range is 0 although the others vary.
      return linear(quantile(shaped, 0.5), range > 0 ? range : standardDeviation(shaped, meanOf(shaped)));
    }
    case 'quantile': {
      const count = Math.min(MOST_QUANTILES, shaped.length);
      const quantiles = Array.from({ length: count }, (_, i) => quantile(shaped, count === 1 ? 0.5 : i / (count - 1)));
      return { kind: 'quantile', quantiles, margin: 1 / (2 * shaped.length) };
    }
  }
}

function standardDeviation(values: Float64Array, mean: number): number {
  let sum = 0;
  for (const value of values) sum += (value - mean) * (value - mean);
  return Math.sqrt(sum / values.length);
}

function linear(centre: number, spread: number): FittedScale {
  const constant = !(spread > ROUNDING * Math.abs(centre)) || spread < Number.MIN_VALUE / Number.EPSILON;
  return { kind: 'linear', centre, spread: constant ? 1 : spread };
}

/** The scale as a function of one value. */
export function scaler(scale: FittedScale): (value: number) => number {
  switch (scale.kind) {
    case 'none':
      return (value) => value;
    case 'linear':
      return (value) => (value - scale.centre) / scale.spread;
    case 'quantile':
      return normalScore(Float64Array.from(scale.quantiles), scale.margin);
  }
}

/** The standard normal's quantile at a value's rank; equal values have the middle of their ranks. */
function normalScore(quantiles: Float64Array, margin: number): (value: number) => number {
  const last = quantiles.length - 1;
  if (quantiles[0] === quantiles[last]) return (value) => (value === value ? 0 : NaN);
  return (value) => {
    if (value !== value) return NaN;
    const next = countBelow(quantiles, value);
    const rank = next > last ? last : quantiles[next] === value ? middleOfRun(next) : between(next, value);
    return normalQuantile(Math.min(1 - margin, Math.max(margin, rank / last)));
  };

  function middleOfRun(first: number): number {
    let end = first;
    while (end < last && quantiles[end + 1] === quantiles[first]) end++;
    return (first + end) / 2;
  }

  function between(next: number, value: number): number {
    if (next === 0) return 0;
    return next - 1 + (value - quantiles[next - 1]) / (quantiles[next] - quantiles[next - 1]);
  }
}
