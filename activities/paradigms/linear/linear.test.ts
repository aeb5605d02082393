import { describe, expect, it } from '@jest/globals';
import type { Point } from '../../../contracts/candidate/space.js';
import type { LinearFunctions } from '../../../learning/linear/functions.js';
import { createRandom } from '../../../random/index.js';
import { fitInput, matrixOf, paradigmSuite } from '../../../test/support/paradigm-suite.js';
import { ROWS, THREE, VALUES } from '../../../test/support/ten-rows.js';
import type { FitOutput } from '../../../training/paradigm/paradigm.js';
import { linear } from './index.js';

const TWO = [0, 0, 1, 1, 1, 1, 0, 1, 0, 0];
const WEIGHTS = [1, 2, 1, 0.5, 1, 3, 1, 2, 1, 1];

type Problem = { y: number[]; classes: number; rows?: number[][]; weights?: number[] };

const fitted = ({ y, classes, rows = ROWS, weights }: Problem, hyperparameters: Point): FitOutput =>
  linear.fit({
    ...fitInput(matrixOf(rows), y, classes, hyperparameters),
    weights: weights ? Float64Array.from(weights) : null,
  }) as FitOutput;

const predicted = (output: FitOutput, rows: number[][]): number[] =>
  Array.from(linear.predict(output.model, matrixOf(rows)) as Float64Array);

/** Coefficients of the columns as given and intercepts at 0, as scikit-learn has them. */
function coefficientsOf(output: FitOutput): { coefficients: number[]; intercepts: number[] } {
  const { centre, coefficients, intercepts } = output.model.arrays as unknown as LinearFunctions;
  const columns = centre.length;
  const atZero = Array.from(intercepts, (intercept, o) =>
    centre.reduce((sum, value, j) => sum - value * coefficients[o * columns + j], intercept),
  );
  return { coefficients: Array.from(coefficients), intercepts: atZero };
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(Math.abs(actual[i] - value)).toBeLessThan(1e-4 * Math.max(1, Math.abs(value))));
}

function expectFunctions(output: FitOutput, coefficients: number[], intercepts: number[]): void {
  const got = coefficientsOf(output);
  expectClose(got.coefficients, coefficients);
  expectClose(got.intercepts, intercepts);
}

/** Columns of mean 0 and deviation 1. */
function standardised(rows: number[][]): number[][] {
  const moments = rows[0].map((_, j) => {
    const mean = rows.reduce((sum, row) => sum + row[j], 0) / rows.length;
    return { mean, deviation: Math.sqrt(rows.reduce((sum, row) => sum + (row[j] - mean) ** 2, 0) / rows.length) };
  });
  return rows.map((row) => row.map((value, j) => (value - moments[j].mean) / moments[j].deviation));
}

const RIDGE: Point = { penalty: 0.05, norm: 'l2' };
const LOGISTIC: Point = { ...RIDGE, balanced: false };

describe('linear beside scikit-learn', () => {
  it('has the coefficients of Ridge, with and without weights', () => {
    const values = { y: VALUES, classes: 0 };
    expectFunctions(fitted(values, RIDGE), [1.37833857, -0.05304897, -0.77352791], [2.1379823]);
    const weighted = fitted({ ...values, weights: WEIGHTS }, RIDGE);
    expectFunctions(weighted, [1.3830739, -0.06253192, -0.80371803], [2.29516787]);
  });

  it('has the coefficients of ElasticNet and Lasso on a target of deviation 1, zeros among them', () => {
    const values = { y: VALUES, classes: 0 };
    const net = fitted(values, { penalty: 0.1, norm: 'elastic-net', l1Ratio: 0.7 });
    expectFunctions(net, [1.28689311, -0.03575043, 0], [1.71975827]);
    const lasso = fitted(values, { penalty: 0.3, norm: 'l1' });
    expectFunctions(lasso, [1.15818139, 0, 0], [1.37445653]);
    expect(coefficientsOf(lasso).coefficients.slice(1)).toEqual([0, 0]);
  });

  it('has the coefficients of LogisticRegression for two classes', () => {
    expectFunctions(fitted({ y: TWO, classes: 2 }, LOGISTIC), [1.70662866, -0.39509999, -0.06419775], [3.00163477]);
  });

  it('has the coefficients of multinomial LogisticRegression, with weights too', () => {
    const three = { y: THREE, classes: 3 };
    expectFunctions(
      fitted(three, LOGISTIC),
      [
        -1.08651395, -0.64659971, 0.32937757, 1.18603759, 0.75677037, -0.02528289, -0.09952364, -0.11017066,
        -0.30409468,
      ],
      [22.48734754, -27.07001377, 4.58266623],
    );
    expectFunctions(
      fitted({ ...three, weights: WEIGHTS }, LOGISTIC),
      [
        -1.07905153, -0.61541334, 0.28905214, 1.16843018, 0.74751281, -0.13604623, -0.08937865, -0.13209948,
        -0.15300591,
      ],
      [21.57197003, -26.70046995, 5.12849992],
    );
  });

  it('has the coefficients of LogisticRegression with balanced classes', () => {
    expectFunctions(
      fitted({ y: THREE, classes: 3 }, { ...LOGISTIC, balanced: true }),
      [
        -1.15665068, -0.68740428, 0.35860596, 1.27145532, 0.80628535, -0.02399943, -0.11480465, -0.11888107,
        -0.33460653,
      ],
      [23.73810408, -29.03259851, 5.29449443],
    );
  });

  it('has the coefficients of LogisticRegression with an elastic net', () => {
    const point = { penalty: 0.02, norm: 'elastic-net', l1Ratio: 0.6, balanced: false };
    const rows = standardised(ROWS);
    const two = fitted({ y: TWO, classes: 2, rows }, point);
    expectFunctions(two, [3.0168242, -1.1518935, -0.000567113], [0.2578808]);
    expectFunctions(
      fitted({ y: THREE, classes: 3, rows }, point),
      [-2.01781034, -1.74357958, 0.78572108, 1.90271164, 2.48799707, -0.02242889, 0, 0, 0],
      [0.12299901, -0.65067127, 0.52767226],
    );
  });
});

describe('linear on hard data', () => {
  it('takes a weight of 2 for a row twice', () => {
    const rows = [...ROWS, ROWS[1], ROWS[5]];
    const weights = ROWS.map((_, r) => (r === 1 || r === 5 ? 2 : 1));
    const twice = fitted({ y: [...THREE, THREE[1], THREE[5]], classes: 3, rows }, LOGISTIC);
    const weighted = fitted({ y: THREE, classes: 3, weights }, LOGISTIC);
    expectClose(coefficientsOf(weighted).coefficients, coefficientsOf(twice).coefficients);
  });

  it('keeps its digits on columns far from 0 and of wild scales', () => {
    const shifted = ROWS.map(([a, b, c]) => [a, b + 1e9, c]);
    const expected = predicted(fitted({ y: VALUES, classes: 0 }, RIDGE), ROWS);
    expectClose(predicted(fitted({ y: VALUES, classes: 0, rows: shifted }, RIDGE), shifted), expected);
    const wild = ROWS.map(([a, b, c]) => [a * 1e8, b, c * 1e-7, 5]);
    for (const p of predicted(fitted({ y: TWO, classes: 2, rows: wild }, LOGISTIC), wild)) expect(p).not.toBeNaN();
  });

  it('stays finite on classes that a line separates, with hardly a penalty', () => {
    const rows = [[-2], [-1], [1], [2]];
    for (const norm of ['l2', 'l1']) {
      const output = fitted({ y: [0, 0, 1, 1], classes: 2, rows }, { penalty: 1e-6, norm, balanced: false });
      const p = predicted(output, rows);
      expect(p[1]).toBeLessThan(1e-3);
      expect(p[7]).toBeGreaterThan(0.999);
      expect(p.every(Number.isFinite)).toBe(true);
    }
  });

  it('gives a class without rows the share of one row', () => {
    const p = predicted(fitted({ y: TWO.map((code) => 2 * code), classes: 4 }, LOGISTIC), ROWS.slice(0, 1));
    expectClose([p[1], p[3]], [1 / 14, 1 / 14]);
    expect(predicted(fitted({ y: TWO.map(() => 1), classes: 2 }, LOGISTIC), [[1, 2, 3]])).toEqual([1 / 12, 11 / 12]);
  });

  it('ranks a column that tells the classes apart above noise and constants', () => {
    const random = createRandom(5);
    const y = Array.from({ length: 200 }, (_, r) => r % 2);
    const rows = y.map((label) => [random.normal(), 3 * label + random.normal(), 7]);
    const { importances } = fitted({ y, classes: 2, rows }, LOGISTIC);
    expect(importances[1]).toBeGreaterThan(0.85);
    expect(importances[2]).toBe(0);
  });
});

describe('linear', () => {
  paradigmSuite(linear, ['binary', 'multiclass', 'regression']);
});
