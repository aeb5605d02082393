import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { NumericTransform } from '../../contracts/candidate/transform.js';
import { applyNumeric, fitNumeric } from './numeric.js';

interface Case {
  name: string;
  values: number[];
  standard: number[];
  robust: number[];
  quantile: number[];
}

const fixture = new URL('../../test/fixtures/transforms-scipy.json', import.meta.url);
const { columns } = JSON.parse(readFileSync(fixture, 'utf8')) as { columns: Case[] };
const PLAIN: NumericTransform = { impute: 'none', indicator: false, shape: 'none', scale: 'none' };

/** Fits on `train`, and gives the columns that `test` becomes. */
function through(
  train: number[],
  test: number[],
  transform: Partial<NumericTransform>,
  takesMissing = false,
): number[][] {
  const column = { name: 'x', type: 'numeric', values: Float64Array.from([...train, ...test]) } as const;
  const fitted = fitNumeric(column, Int32Array.from(train.keys()), { ...PLAIN, ...transform }, takesMissing)!;
  const rows = Int32Array.from(test, (_, i) => train.length + i);
  const out = new Float64Array(test.length * (fitted.indicator ? 2 : 1));
  applyNumeric(fitted, column, rows, out);
  return fitted.indicator ? [[...out.slice(0, test.length)], [...out.slice(test.length)]] : [[...out]];
}

describe('scales are those of scikit-learn', () => {
  it.each(columns)('$name', ({ name, values, standard, robust, quantile }) => {
    const first = values.slice(0, standard.length);
    through(values, first, { scale: 'standard' })[0].forEach((x, i) => expect(x).toBeCloseTo(standard[i], 6));
    through(values, first, { scale: 'robust' })[0].forEach((x, i) => expect(x).toBeCloseTo(robust[i], 6));
    const scores = through(values, first, { scale: 'quantile' })[0];
    // There the least and the greatest value lie at ±5.2; ours at the middle of the ranks of equal values.
    // Of equal values it loses a rank to rounding in its table of quantiles.
    const digits = name === 'counts' ? 1 : 5;
    const ends = (x: number): boolean => Math.abs(x) > 5;
    expect(scores.filter((_, i) => !ends(quantile[i])).length).toBeGreaterThan(10);
    scores.forEach((x, i) => {
      if (ends(quantile[i])) expect(x / quantile[i]).toBeGreaterThan(0.1);
      else expect(x).toBeCloseTo(quantile[i], digits);
    });
  });

  it('lies between ranks for values between quantiles, and stays within the ends', () => {
    const [scores] = through([1, 2, 3, 4, 5], [-100, 1, 2.5, 3, 3.5, 5, 1e9], { scale: 'quantile' });
    expect(scores[0]).toBe(scores[1]);
    expect(scores[6]).toBe(scores[5]);
    expect(scores[3]).toBeCloseTo(0, 9);
    expect(scores[4]).toBeCloseTo(-scores[2], 9);
    expect(scores[1]).toBeCloseTo(-1.2816, 3);
  });

  it('divides by 1 where nothing varies, and robustly where half of the rows are equal', () => {
    expect(through([0.1, 0.1, 0.1], [0.1, 1.1], { scale: 'standard' })).toEqual([[0, 1]]);
    expect(through([7, 7, 7], [7, 9], { scale: 'quantile' })).toEqual([[0, 0]]);
    expect(through([0, 0, 0, 0, 0, 0, 0, 1e6], [1e6], { scale: 'robust' })[0][0]).toBeLessThan(10);
  });
});

describe('imputation', () => {
  const train = [1, NaN, 2, 2, 7, NaN];

  it.each([
    ['mean', 3],
    ['median', 2],
    ['most-frequent', 2],
    ['none', 2],
  ] as const)('%s', (impute, expected) => {
    expect(through(train, [NaN, 5], { impute })).toEqual([[expected, 5]]);
  });

  it('leaves missing values to learners that take them', () => {
    const [values, missing] = through(train, [NaN, 5], { indicator: true, scale: 'standard' }, true);
    expect(values[0]).toBeNaN();
    expect(Number.isFinite(values[1])).toBe(true);
    expect(missing).toEqual([1, 0]);
  });

  it('has an indicator only where training rows have missing values, a median always', () => {
    expect(through([1, 2, 6], [NaN, 4], { indicator: true })).toEqual([[2, 4]]);
  });

  it('comes before shape and scale, which see the imputed column', () => {
    const [scaled] = through([0, 4, NaN, NaN], [0, 2, NaN], { impute: 'mean', scale: 'standard' });
    expect(scaled[0]).toBeCloseTo(-Math.SQRT2, 12);
    expect(scaled.slice(1)).toEqual([0, 0]);
  });

  it('drops a column that is all missing', () => {
    const column = { name: 'x', type: 'numeric', values: new Float64Array(3).fill(NaN) } as const;
    expect(fitNumeric(column, Int32Array.of(0, 1, 2), { ...PLAIN, indicator: true }, true)).toBeNull();
  });
});

describe('shapes', () => {
  it('has ten bins of equal shares, the outer ones open', () => {
    const train = Array.from({ length: 100 }, (_, i) => i);
    const [bins] = through(train, [-5, 0, 12, 50, 99, 1000], { shape: 'bins' });
    expect(bins).toEqual([0, 0, 1, 5, 9, 9]);
    expect(through([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5], [0, 5], { shape: 'bins' })).toEqual([[0, 1]]);
  });

  it('is odd for the logarithm', () => {
    expect(through([1, 2], [-3, 0, 3], { shape: 'log' })[0]).toEqual([-Math.log(4), 0, Math.log(4)]);
  });

  it('shifts for Box-Cox what is not positive, in any unit, and cuts off below the smallest value seen', () => {
    const counts = Array.from({ length: 40 }, (_, i) => i % 7);
    const options = { shape: 'box-cox', scale: 'standard' } as const;
    const [values] = through(counts, [-1e6, 0, 1, 6, 1e6], options);
    expect(values[0]).toBe(values[1]);
    expect(values[1]).toBeLessThan(values[2]);
    expect(values.every(Number.isFinite)).toBe(true);
    const [scaled] = through(
      counts.map((x) => x * 1e-9),
      [0, 1e-9, 6e-9],
      options,
    );
    [values[1], values[2], values[3]].forEach((value, i) => expect(scaled[i]).toBeCloseTo(value, 6));
  });
});
