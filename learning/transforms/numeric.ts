import type { NumericTransform } from '../../contracts/candidate/transform.js';
import type { NumberColumn } from '../arrays/table.js';
import { powerOfTwoScale } from '../numeric/power-of-two-scale.js';
import { bounded } from './bounded.js';
import type { FittedNumeric } from './fitted.js';
import { fillOf, presentValues } from './impute.js';
import { countBelow } from './quantile.js';
import { fitScale, scaler } from './scale.js';
import { fitShape, shaper } from './shape.js';

/**
 * Fits a numeric transform on the training rows of a column: shape and scale on the column as it was imputed.
 *
 * @returns null for a column that is all missing there
 */
export function fitNumeric(
  column: NumberColumn,
  rows: Int32Array,
  transform: NumericTransform,
  takesMissing: boolean,
): FittedNumeric | null {
  const unit = powerOfTwoScale(column.values, rows);
  const present = presentValues(column.values, rows, unit);
  if (present.length === 0) return null;
  const impute = transform.impute === 'none' && !takesMissing ? 'median' : transform.impute;
  const ordered = usesOrder({ ...transform, impute });
  if (ordered) present.sort();
  const fill = fillOf(present, impute);
  const imputed = fill === null ? present : withRun(present, fill, rows.length - present.length, ordered);
  const shape = fitShape(imputed, transform.shape);
  const reshape = shaper(shape);
  const shaped = shape.kind === 'none' ? imputed : imputed.map((value) => bounded(reshape(value)));
  const scale = fitScale(ordered ? ascending(shaped) : shaped, transform.scale);
  const indicator = transform.indicator && present.length < rows.length;
  return { kind: 'numeric', name: column.name, unit, fill, indicator, shape, scale };
}

/** Which options need sorted values. Sorting takes most of the time, so it is skipped if nothing needs it. */
const USES_ORDER: { [Field in 'impute' | 'shape' | 'scale']: Record<NumericTransform[Field], boolean> } = {
  impute: { none: false, mean: false, median: true, 'most-frequent': true },
  shape: { none: false, log: false, 'box-cox': true, 'yeo-johnson': true, bins: true },
  scale: { none: false, standard: false, robust: true, quantile: true },
};

function usesOrder({ impute, shape, scale }: NumericTransform): boolean {
  return USES_ORDER.impute[impute] || USES_ORDER.shape[shape] || USES_ORDER.scale[scale];
}

/** Shapes are monotonic except for rounding, so the values are usually sorted already. */
function ascending(values: Float64Array): Float64Array {
  for (let i = 1; i < values.length; i++) if (values[i] < values[i - 1]) return values.sort();
  return values;
}

/** The values and `count` copies of another one, inserted in order if they are sorted. */
function withRun(values: Float64Array, value: number, count: number, ordered: boolean): Float64Array {
  if (count === 0) return values;
  const place = ordered ? countBelow(values, value) : values.length;
  const all = new Float64Array(values.length + count).fill(value);
  all.set(values.subarray(0, place));
  all.set(values.subarray(place), place + count);
  return all;
}

/** Writes the transformed column and, behind it, its indicator. @param out rows × (1 or 2), column-major */
export function applyNumeric(
  { unit, fill, shape, scale, indicator }: FittedNumeric,
  { values }: NumberColumn,
  rows: Int32Array,
  out: Float64Array,
): void {
  const reshape = shaper(shape);
  const rescale = scaler(scale);
  const plain = shape.kind === 'none' && scale.kind === 'none';
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]];
    const missing = value !== value;
    const known = bounded(missing && fill !== null ? fill : value * unit);
    out[i] = plain || known !== known ? known : bounded(rescale(bounded(reshape(known))));
    if (indicator) out[rows.length + i] = missing ? 1 : 0;
  }
}
