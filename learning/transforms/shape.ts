import type { NumericTransform } from '../../contracts/candidate/transform.js';
import type { FittedShape } from './fitted.js';
import { boxCox, boxCoxLambda, yeoJohnson, yeoJohnsonLambda } from './power.js';
import { countBelow, quantile } from './quantile.js';

const BINS = 10;

/** @param sorted the training values, at least one, ascending where the shape is box-cox, yeo-johnson or bins */
export function fitShape(sorted: Float64Array, shape: NumericTransform['shape']): FittedShape {
  switch (shape) {
    case 'box-cox': {
      const shift = sorted[0] > 0 ? 0 : shiftToPositive(sorted);
      const lambda = boxCoxLambda(sorted.map((value) => value + shift));
      return { kind: 'box-cox', lambda, shift, smallest: sorted[0] + shift };
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

/**
 * Shifts the values so that the smallest becomes the lower quartile of the distances to it: counts from 0 become counts
 * from 1, and the smallest value does not become an outlier near log 0, in any unit.
 */
function shiftToPositive(sorted: Float64Array): number {
  const low = sorted[0];
  let first = 1;
  while (first < sorted.length && sorted[first] === low) first++;
  const distance = first < sorted.length ? quantile(sorted.subarray(first), 0.25) - low : 1;
  // Next to a huge value the distance may be lost to rounding.
  return low + (distance - low) > 0 ? distance - low : -low * (1 + 1e-12);
}

/** The shape as a function of one value. */
export function shaper(shape: FittedShape): (value: number) => number {
  switch (shape.kind) {
    case 'none':
      return (value) => value;
    case 'log':
      return (value) => Math.sign(value) * Math.log1p(Math.abs(value));
    case 'box-cox': {
      const { lambda, shift, smallest } = shape;
      return (value) => boxCox(Math.max(value + shift, smallest), lambda);
    }
    case 'yeo-johnson':
      return (value) => yeoJohnson(value, shape.lambda);
    case 'bins': {
      const edges = Float64Array.from(shape.edges);
      return (value) => (value === value ? countBelow(edges, value) : NaN);
    }
  }
}
