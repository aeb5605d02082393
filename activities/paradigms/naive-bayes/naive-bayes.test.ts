import { describe, expect, it } from '@jest/globals';
import type { Point } from '../../../contracts/candidate/space.js';
import type { Matrix } from '../../../learning/arrays/matrix.js';
import { createRandom } from '../../../random/index.js';
import { fitInput, matrixOf, paradigmSuite } from '../../../test/support/paradigm-suite.js';
import type { FitOutput } from '../../../training/paradigm/paradigm.js';
import { naiveBayes } from './index.js';

const PLAIN: Point = { alpha: 1, varianceSmoothing: 1e-9, calibrate: false };
const NUMBERS = [
  [1, 20],
  [2, 21],
  [3, 19.5],
  [6, 30],
  [7, 35],
  [8, 28],
  [1.5, 33],
  [9, 20.5],
];
const THREE_CLASSES = [0, 0, 0, 1, 1, 1, 2, 2];

function predictions(
  train: { x: Matrix; y: number[]; classes: number; weights?: number[] },
  rows: number[][],
  hyperparameters: Point = PLAIN,
): number[] {
  const input = fitInput(train.x, train.y, train.classes, hyperparameters);
  const weights = train.weights ? Float64Array.from(train.weights) : null;
  const { model } = naiveBayes.fit({ ...input, weights }) as FitOutput;
  return Array.from(naiveBayes.predict(model, matrixOf(rows)) as Float64Array);
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, 6));
}

describe('naive Bayes beside scikit-learn', () => {
  it('gives the probabilities of GaussianNB', () => {
    const x = matrixOf(NUMBERS);
    expectClose(
      predictions({ x, y: THREE_CLASSES, classes: 3 }, [
        [1.5, 20.2],
        [5, 27],
        [9, 30],
      ]),
      [
        0.9939099428556507, 0, 0.006090057144306647, 0, 0.2249129820414607, 0.7750870179585393, 0, 0.5647102004530452,
        0.4352897995469549,
      ],
    );
  });

  it('gives the probabilities of GaussianNB with weighted rows', () => {
    const weights = [1, 2, 1, 0.5, 1, 3, 1, 2];
    expectClose(
      predictions({ x: matrixOf(NUMBERS), y: THREE_CLASSES, classes: 3, weights }, [
        [2.5, 24],
        [5, 27],
      ]),
      [1.5489390131808495e-5, 0, 0.9999845106040263, 0, 0.011050828497595113, 0.988949171502405],
    );
  });

  it('gives the probabilities of BernoulliNB on 0/1 columns of different sources', () => {
    const x = matrixOf([
      [1, 0, 1],
      [1, 1, 0],
      [1, 1, 1],
      [0, 1, 0],
      [0, 0, 1],
      [0, 1, 0],
      [1, 0, 0],
    ]);
    const rows = [
      [1, 0, 0],
      [0, 1, 1],
      [1, 1, 1],
    ];
    expectClose(
      predictions({ x, y: [0, 0, 0, 1, 1, 1, 1], classes: 2 }, rows, { ...PLAIN, alpha: 0.5 }),
      [
        0.467775467775468, 0.5322245322245319, 0.25858502275548195, 0.7414149772445181, 0.8506708146995916,
        0.14932918530040828,
      ],
    );
  });

  it('gives the probabilities of CategoricalNB on one-hot columns of the same source', () => {
    const oneHot = ([a, b]: number[]): number[] => [
      ...[0, 1, 2].map((k) => +(a === k)),
      ...[0, 1, 2].map((k) => +(b === k)),
    ];
    const codes = [[0, 2], [1, 1], [2, 0], [0, 0], [1, 2], [2, 2], [2, 1], [0, 1]]; // prettier-ignore
    const x = matrixOf(codes.map(oneHot), [0, 0, 0, 1, 1, 1]);
    const rows = [[0, 0], [1, 1], [2, 2], [0, 2]].map(oneHot); // prettier-ignore
    expectClose(
      predictions({ x, y: [0, 0, 1, 0, 1, 1, 1, 0], classes: 2 }, rows, { ...PLAIN, alpha: 0.7 }),
      [
        0.8409090909090909, 0.15909090909090906, 0.6136363636363635, 0.3863636363636363, 0.10644007155635055,
        0.8935599284436495, 0.7689486552567236, 0.2310513447432762,
      ],
    );
  });
});

describe('naive Bayes', () => {
  it('skips missing values: a row with none but one value is judged by that value', () => {
    const one = predictions({ x: matrixOf(NUMBERS.map(([a]) => [a])), y: THREE_CLASSES, classes: 3 }, [[2.5]]);
    const two = predictions({ x: matrixOf(NUMBERS), y: THREE_CLASSES, classes: 3 }, [[2.5, NaN]]);
    expectClose(two, one);
  });

  it('says nothing of a category that training rows do not have', () => {
    const x = matrixOf([[1, 0], [0, 1], [1, 0], [0, 1], [1, 0], [1, 0]], [0, 0]); // prettier-ignore
    expectClose(predictions({ x, y: [0, 1, 0, 1, 0, 1], classes: 2 }, [[0, 0]]), [0.5, 0.5]);
  });

  it('is less sure of copied columns when calibrated, with a better log loss', () => {
    const random = createRandom(3);
    const draw = (rows: number) => {
      const y = Array.from({ length: rows }, () => random.below(2));
      return { y, rows: y.map((label) => new Array<number>(20).fill(label + 1.5 * random.normal())) };
    };
    const train = draw(300);
    const test = draw(300);
    const loss = (calibrate: boolean) => {
      const p = predictions({ x: matrixOf(train.rows), y: train.y, classes: 2 }, test.rows, { ...PLAIN, calibrate });
      return test.y.reduce((sum, label, r) => sum - Math.log(Math.max(1e-15, p[2 * r + label])), 0) / test.y.length;
    };
    expect(loss(true)).toBeLessThan(0.7);
    expect(loss(false)).toBeGreaterThan(1.5 * loss(true));
  });

  it('ranks a column that tells the classes apart above noise and constants', () => {
    const random = createRandom(5);
    const y = Array.from({ length: 200 }, (_, r) => r % 2);
    const rows = y.map((label) => [random.normal(), 3 * label + random.normal(), 7, random.below(2)]);
    const { importances } = naiveBayes.fit(fitInput(matrixOf(rows), y, 2, PLAIN)) as FitOutput;
    expect(importances[1]).toBeGreaterThan(0.9);
    expect(importances[2]).toBe(0);
  });

  it('does not apply to regression', () => {
    expect(naiveBayes.describe({ task: 'regression', rows: 10, columns: 2, classes: 0 })).toBeNull();
    expect(() => naiveBayes.fit(fitInput(matrixOf([[1]]), [1], 0, PLAIN))).toThrow('predicts classes');
  });

  paradigmSuite(naiveBayes, ['binary', 'multiclass']);
});
