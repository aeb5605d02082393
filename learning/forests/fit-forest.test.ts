import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { matrixOf } from '../../test/support/paradigm-suite.js';
import { createRandom } from '../../random/index.js';
import { fitForest, type ForestSettings } from './fit-forest.js';
import { sumTrees } from './forest.js';

const TREE: ForestSettings = {
  trees: 1,
  criterion: 'variance',
  splits: 'best',
  maxDepth: 64,
  minLeaf: 1,
  columnsPerNode: 1000,
  bootstrap: false,
  rowShare: 1,
  smoothing: 0,
  alpha: 0,
};

interface Problem {
  rows: number[][];
  y: number[];
  weights?: number[];
  classes?: number;
}

function fitted({ rows, y, weights, classes = 0 }: Problem, settings: Partial<ForestSettings> = {}) {
  const input = { x: matrixOf(rows), y: Float64Array.from(y), classes, groups: null, seed: 4 };
  return fitForest(
    { ...input, weights: weights ? Float64Array.from(weights) : null },
    { ...TREE, criterion: classes > 0 ? 'gini' : 'variance', ...settings },
  );
}

function predictions(problem: Problem, at: number[][], settings: Partial<ForestSettings> = {}): number[] {
  return Array.from(sumTrees(fitted(problem, settings).forest, matrixOf(at), Math.max(1, problem.classes ?? 0)));
}

function expectClose(actual: number[], expected: number[]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 9));
}

/** A noisy step of the first column, beside a column of noise. */
function noisyStep(rows: number): Problem {
  const random = createRandom(9);
  const x = Array.from({ length: rows }, () => [random.float(), random.normal()]);
  return { rows: x, y: x.map(([a]) => (a > 0.3 ? 1 : 0) + 0.3 * random.normal()) };
}

const COLUMN = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(NaN));
const PROBLEM = fc
  .array(fc.tuple(COLUMN, COLUMN, fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 3 })), {
    minLength: 2,
    maxLength: 30,
  })
  .map((rows) => ({
    rows: rows.map(([a, b]) => [a, b]),
    y: rows.map((row) => row[2]),
    weights: rows.map((row) => row[3]),
  }));

describe('a tree', () => {
  it.each(['best', 'random'] as const)('gives each row the mean of the rows like it, with %s splits', (splits) => {
    fc.assert(
      fc.property(PROBLEM, (problem) => {
        const expected = problem.rows.map((row) => {
          const alike = problem.rows.flatMap((other, r) => (other.every((v, c) => Object.is(v, row[c])) ? [r] : []));
          const weight = alike.reduce((sum, r) => sum + problem.weights[r], 0);
          return alike.reduce((sum, r) => sum + problem.weights[r] * problem.y[r], 0) / weight;
        });
        // Weights have a mean of 1, so a single row may weigh less than that.
        const actual = predictions(problem, problem.rows, { splits, minLeaf: 0.01 });
        expectClose(actual, expected);
      }),
      { numRuns: 100, seed: 5 },
    );
  });

  it('takes a weight of 2 for two rows', () => {
    const { rows, y } = noisyStep(100);
    const weights = rows.map((_, r) => (r % 3) + 1);
    const repeat = <T>(items: T[]) => items.flatMap((item, r) => new Array<T>(weights[r]).fill(item));
    const weighted = predictions({ rows, y, weights }, rows, { maxDepth: 4 });
    const repeated = predictions({ rows: repeat(rows), y: repeat(y) }, rows, { maxDepth: 4, minLeaf: 2 });
    expect(repeated).not.toEqual(new Array(100).fill(repeated[0]));
    expectClose(weighted, repeated);
  });

  it('gives the probabilities of scikit-learn’s DecisionTreeClassifier', () => {
    const rows = [[1, 20], [2, 21], [3, 19.5], [6, 30], [7, 35], [8, 28], [1.5, 33], [9, 20.5], [4, 26], [5, 22]]; // prettier-ignore
    const y = [0, 0, 0, 1, 1, 1, 2, 2, 1, 0];
    const at = [[2, 25], [8, 22], [5.6, 31], [1, 40]]; // prettier-ignore
    const expected = [0, 0.5, 0.5, 0.5, 0, 0.5, 0, 1, 0, 0, 0.5, 0.5];
    expect(predictions({ rows, y, classes: 3 }, at, { minLeaf: 2 })).toEqual(expected);
    expect(predictions({ rows, y, classes: 3 }, at, { minLeaf: 2, criterion: 'entropy' })).toEqual(expected);
  });

  it('learns where missing values go', () => {
    const rows = Array.from({ length: 40 }, (_, r) => [r % 4 === 0 ? NaN : r]);
    const y = rows.map(([value]) => (Number.isNaN(value) || value > 25 ? 1 : 0));
    expectClose(predictions({ rows, y }, [[NaN], [3], [30]]), [1, 0, 1]);
    const only = rows.map(([value]) => (Number.isNaN(value) ? 1 : 0));
    expectClose(predictions({ rows, y: only }, [[NaN], [3], [1e9]]), [1, 0, 0]);
  });

  it('is pruned to fewer leaves by a greater alpha, down to the mean', () => {
    const problem = noisyStep(200);
    const leaves = (alpha: number) => fitted(problem, { alpha }).forest.values.length;
    const sizes = [0, 1e-3, 1e-2, 0.1, 1].map(leaves);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(sizes[0]).toBe(200);
    expect(sizes[3]).toBe(2);
    expect(sizes[4]).toBe(1);
  });

  it('draws small leaves towards their parents', () => {
    const problem = { rows: [[0], [0], [0], [1]], y: [0, 0, 0, 4] };
    // The root's mean is 1, drawn towards the centre, 1; the right leaf's (4 + 2 · 1) / (1 + 2).
    const [left, right] = predictions(problem, [[0], [1]], { smoothing: 2 });
    expect(left).toBeCloseTo(0.4, 12);
    expect(right).toBeCloseTo(2, 12);
  });
});

describe('a forest', () => {
  it.each(['best', 'random'] as const)('beats a tree on noise, with %s splits', (splits) => {
    const problem = noisyStep(300);
    const at = Array.from({ length: 100 }, (_, i) => [i / 100, 0]);
    const error = (settings: Partial<ForestSettings>) => {
      const trees = settings.trees ?? 1;
      const values = predictions(problem, at, settings).map((sum) => sum / trees);
      return values.reduce((sum, value, i) => sum + (value - (at[i][0] > 0.3 ? 1 : 0)) ** 2, 0);
    };
    const forest = { trees: 50, splits, bootstrap: splits === 'best', columnsPerNode: 1 };
    expect(error(forest)).toBeLessThan(0.7 * error({}));
  });

  it('knows which rows each tree did not see', () => {
    const { outOfBag } = fitted(noisyStep(300), { trees: 40, bootstrap: true });
    const left = outOfBag.trees.reduce((a, b) => a + b, 0) / (300 * 40);
    expect(left).toBeCloseTo(Math.exp(-1), 1);
    const shared = fitted(noisyStep(300), { trees: 10, rowShare: 0.8 }).outOfBag.trees;
    expect(shared.reduce((a, b) => a + b, 0)).toBe(10 * 60);
  });

  it('gives a column of noise little importance', () => {
    const { importances } = fitted(noisyStep(300), { trees: 20, minLeaf: 10, bootstrap: true });
    expect(importances[0]).toBeGreaterThan(0.85);
    expect(importances[0] + importances[1]).toBeCloseTo(1, 12);
  });

  it('tells how far it has come', () => {
    let now = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => (now += 300));
    const done: number[] = [];
    const { rows, y } = noisyStep(50);
    const input = { x: matrixOf(rows), y: Float64Array.from(y), weights: null, groups: null, classes: 0, seed: 1 };
    fitForest({ ...input, onProgress: (share) => done.push(share) }, { ...TREE, trees: 10, minLeaf: 10 });
    clock.mockRestore();
    expect(done.length).toBeGreaterThan(10);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done.every((share) => share > 0 && share <= 1)).toBe(true);
  });

  it('refuses rows that all weigh nothing', () => {
    expect(() => fitted({ rows: [[1], [2]], y: [0, 1], weights: [0, 0] })).toThrow('no row has a weight above 0');
  });
});
