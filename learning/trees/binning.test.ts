import { expect, test } from '@jest/globals';
import { featuresOf } from '../boosting/features.js';
import { binValues } from './bin-values.js';
import { binMatrix } from './binning.js';

const x = {
  rows: 4,
  columns: 1,
  data: Float64Array.of(3, 1, NaN, 2),
  names: ['a'],
  source: Int32Array.of(0),
};

test('what trees read of a matrix is made once, and again for another number of bins or another matrix', () => {
  const binned = binMatrix(x, 255);
  expect([...binned.codes]).toEqual([2, 0, 255, 1]);
  expect(binMatrix(x, 255)).toBe(binned);
  expect(featuresOf(binned)).toBe(featuresOf(binMatrix(x, 255)));
  expect(binValues(x)).toBe(binValues(x));
  expect([...binMatrix(x, 2).codes]).not.toEqual([...binned.codes]);
  expect(binMatrix({ ...x }, 255)).not.toBe(binned);
  expect(binMatrix({ ...x }, 255)).toEqual(binned);
});
