import { describe, expect, it } from '@jest/globals';
import type { Point } from '../../../contracts/candidate/space.js';
import { createRandom } from '../../../random/index.js';
import { fitInput, matrixOf, paradigmSuite } from '../../../test/support/paradigm-suite.js';
import { ROWS, THREE, VALUES } from '../../../test/support/ten-rows.js';
import type { FitOutput } from '../../../training/paradigm/paradigm.js';
import { nearestNeighbours } from './index.js';

const QUERIES = [
  [2.5, 24, 1],
  [7, 29, 0],
  [3, 19.5, 0],
];

function predicted(y: number[], classes: number, point: Point, rows = QUERIES, weights?: number[]): number[] {
  const input = {
    ...fitInput(matrixOf(ROWS), y, classes, point),
    weights: weights ? Float64Array.from(weights) : null,
  };
  const { model } = nearestNeighbours.fit(input) as FitOutput;
  return Array.from(nearestNeighbours.predict(model, matrixOf(rows)) as Float64Array);
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, 9));
}

const UNIFORM: Point = { neighbours: 3, weights: 'uniform', metric: 'euclidean' };

describe('nearest neighbours', () => {
  it('predict the values of KNeighborsRegressor', () => {
    expectClose(predicted(VALUES, 0, UNIFORM), [3.6333333333333333, 9.7, 3.4]);
    const byDistance = predicted(VALUES, 0, { neighbours: 4, weights: 'distance', metric: 'manhattan' });
    expectClose(byDistance, [3.855441478439425, 9.846601941747574, 4.4]);
  });

  it('shrink the shares of classes to priors by the rule of succession', () => {
    // Three neighbours of class 0 beside 1.5 observations in the priors' shares, 5/13, 5/13 and 3/13.
    const p = predicted(THREE, 3, { ...UNIFORM, smoothing: 1.5 }, QUERIES.slice(0, 1));
    expectClose(p, [(3 + 1.5 * (5 / 13)) / 4.5, (1.5 * (5 / 13)) / 4.5, (1.5 * (3 / 13)) / 4.5]);
  });

  it('count an equal row as one observation, however near it is', () => {
    const point = { neighbours: 5, weights: 'distance', metric: 'manhattan', smoothing: 1 };
    expectClose(predicted(THREE, 3, point, QUERIES.slice(2)), [(1 + 5 / 13) / 2, 5 / 26, 3 / 26]);
  });

  it('weigh rows, and leave out those of weight 0', () => {
    const weights = ROWS.map((_, r) => (r === 2 ? 0 : r === 0 ? 3 : 1));
    const value = predicted(VALUES, 0, { ...UNIFORM, neighbours: 2 }, [[1.6, 20.4, 0]], weights);
    expectClose(value, [(3 * 3.1 + 2.7) / 4]);
  });

  it('take all rows where there are fewer than neighbours', () => {
    const mean = VALUES.reduce((a, b) => a + b, 0) / VALUES.length;
    expectClose(predicted(VALUES, 0, { ...UNIFORM, neighbours: 200 }), [mean, mean, mean]);
  });

  it('ranks a column that tells the target above noise and constants, a curved relation too', () => {
    const random = createRandom(5);
    const x = matrixOf(Array.from({ length: 300 }, () => [random.normal(), random.normal(), 7]));
    const y = Array.from({ length: 300 }, (_, r) => Math.exp(x.data[300 + r]) + 0.1 * random.normal());
    const { importances } = nearestNeighbours.fit(fitInput(x, y, 0, UNIFORM)) as FitOutput;
    expect(importances[1]).toBeGreaterThan(0.9);
    expect(importances[2]).toBe(0);
  });

  paradigmSuite(nearestNeighbours, ['binary', 'multiclass', 'regression']);
});
