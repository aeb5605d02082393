import type { Parameter } from '../../contracts/candidate/space.js';

export type NumericParameter = Extract<Parameter, { type: 'integer' | 'real' }>;

/** Significant digits of real values: points stay short, and closer values would score the same. */
const SIGNIFICANT_DIGITS = 4;

/** The position of a value between its parameter's bounds on the parameter's scale: 0 at min, 1 at max. */
export function toUnit({ min, max, scale }: NumericParameter, value: number): number {
  if (min === max) return 0;
  return scale === 'log' ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
}

/**
 * The value at a position between the bounds (clipped to 0 … 1): whole for integers, otherwise with 4 significant
 * digits.
 */
export function fromUnit(parameter: NumericParameter, unit: number): number {
  const { min, max, scale, type } = parameter;
  const u = Math.min(1, Math.max(0, unit));
  const value = scale === 'log' ? min * (max / min) ** u : min + (max - min) * u;
  const rounded = type === 'integer' ? Math.round(value) : Number(value.toPrecision(SIGNIFICANT_DIGITS));
  return Math.min(max, Math.max(min, rounded));
}

/** Reflects at 0 and 1, so that values do not pile up on the bounds as clipping would make them. */
export function reflect(unit: number): number {
  const folded = Math.abs(unit) % 2;
  return folded > 1 ? 2 - folded : folded;
}
