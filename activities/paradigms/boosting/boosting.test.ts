import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultPoint, type Point } from '../../../contracts/candidate/space.js';
import { createRandom } from '../../../random/index.js';
import { checkpointSuite, interruptions } from '../../../test/support/checkpoint-suite.js';
import { circle } from '../../../test/support/circle.js';
import { expectToGoOn } from '../../../test/support/interrupted.js';
import { fitInput, matrixOf, paradigmSuite } from '../../../test/support/paradigm-suite.js';
import type { FitInput, FitOutput } from '../../../training/paradigm/paradigm.js';
import { boosting } from './index.js';

const PLAIN: Point = { learningRate: 0.1, maxLeaves: 8, minSamplesLeaf: 5, l2: 1, subsample: 1, columnSample: 1 };

const fit = (input: FitInput): FitOutput => boosting.fit(input) as FitOutput;
const predict = (output: FitOutput, rows: number[][]): number[] =>
  Array.from(boosting.predict(output.model, matrixOf(rows)) as Float64Array);

/** Two signs whose product decides; a third column of noise, and missing values in the first. */
function signs(rows: number): { x: number[][]; y: number[] } {
  const random = createRandom(11);
  const x = Array.from({ length: rows }, () => [random.normal(), random.normal(), random.normal()]);
  const y = x.map(([a, b]) => (a * b > 0 ? 1 : 0));
  return { x, y };
}

describe('gradient boosting', () => {
  it('gives the Newton step of a stump by hand', () => {
    const x = matrixOf([[1], [2], [3], [4]]);
    const point = { ...PLAIN, minSamplesLeaf: 1, maxLeaves: 4, l2: 2, learningRate: 0.3 };
    const output = fit({ ...fitInput(x, [0, 0, 4, 4], 0, point), effort: 1 });
    // Residuals ∓2 about the mean 2: a leaf of two rows moves by 0.3 × 4 / (2 + 2).
    expect(predict(output, [[1.5], [3.5]])).toEqual([expect.closeTo(1.7, 9), expect.closeTo(2.3, 9)]);
    expect(Array.from(output.importances)).toEqual([1]);
  });

  it('learns an interaction, and credits the columns that make it', () => {
    const { x, y } = signs(400);
    const output = fit(fitInput(matrixOf(x), y, 2, PLAIN));
    const fresh = [
      [1, 1, 0],
      [1, -1, 0],
      [-1, -1, 0],
      [-1, 1, 0],
    ];
    const second = predict(output, fresh).filter((_, i) => i % 2 === 1);
    expect(second.map((p) => p > 0.8)).toEqual([true, false, true, false]);
    expect(output.importances[2]).toBeLessThan(0.1);
  });

  it('learns from where values are missing', () => {
    const random = createRandom(3);
    const x = Array.from({ length: 200 }, (_, r) => [r % 4 === 0 ? NaN : random.normal()]);
    const y = x.map(([value]) => (Number.isNaN(value) ? 10 : 0));
    const output = fit(fitInput(matrixOf(x), y, 0, PLAIN));
    const [missing, present] = predict(output, [[NaN], [0.2]]);
    expect(missing).toBeCloseTo(10, 0);
    expect(present).toBeCloseTo(0, 0);
  });

  it('counts a row of weight 2 as two rows', () => {
    const { x, y } = signs(120);
    const point = { ...PLAIN, minSamplesLeaf: 1 };
    const weights = Float64Array.from(y, (_, r) => (r < 40 ? 2 : 1));
    const weighted = fit({ ...fitInput(matrixOf(x), y, 2, point), weights, effort: 5 });
    const doubled = matrixOf([...x, ...x.slice(0, 40)]);
    const repeated = fit({ ...fitInput(doubled, [...y, ...y.slice(0, 40)], 2, point), effort: 5 });
    const expected = predict(repeated, x);
    predict(weighted, x).forEach((p, i) => expect(p).toBeCloseTo(expected[i], 1));
  });

  it('stops early on noise, and runs longer on what can be learnt', () => {
    const { x, y } = signs(300);
    const random = createRandom(8);
    const noise = y.map(() => random.below(2));
    expect(fit(fitInput(matrixOf(x), noise, 2, PLAIN)).effort).toBeLessThan(10);
    expect(fit(fitInput(matrixOf(x), y, 2, PLAIN)).effort).toBeGreaterThan(20);
  });

  it('runs as many rounds as it is told, on all rows', () => {
    const { x, y } = signs(60);
    const found = fit(fitInput(matrixOf(x), y, 2, PLAIN));
    const told = fit({ ...fitInput(matrixOf(x), y, 2, PLAIN), effort: 7 });
    expect(told.effort).toBe(7);
    expect(told.model.arrays.root).toHaveLength(7);
    expect(found.model.arrays.root).toHaveLength(found.effort!);
  });

  it('has one tree a class and round', () => {
    const { x } = signs(60);
    const output = fit({
      ...fitInput(
        matrixOf(x),
        x.map(([a]) => (a < -0.5 ? 0 : a < 0.5 ? 1 : 2)),
        3,
        PLAIN,
      ),
      effort: 4,
    });
    expect(output.model.arrays.root).toHaveLength(12);
  });

  it('reports progress that never falls', () => {
    const { x, y } = signs(100);
    const seen: number[] = [];
    fit({ ...fitInput(matrixOf(x), y, 2, PLAIN), onProgress: (done) => seen.push(done) });
    expect(seen.at(-1)).toBe(1);
    expect(seen.every((done, i) => done <= 1 && (i === 0 || done >= seen[i - 1]))).toBe(true);
  });

  it('adapts its defaults to the rows', () => {
    const leaves = (rows: number): number => {
      const { hyperparameters } = boosting.describe({ task: 'binary', rows, columns: 5, classes: 2 })!;
      return defaultPoint(hyperparameters).maxLeaves as number;
    };
    expect(leaves(150)).toBeLessThan(leaves(5000));
    expect(leaves(5000)).toBeLessThan(leaves(100_000));
  });
});

paradigmSuite(boosting, ['binary', 'multiclass', 'regression'], 30);

describe('interrupted', () => {
  const sampled: Point = { ...PLAIN, learningRate: 0.3, subsample: 0.6, columnSample: 0.5 };
  const { rows, y } = circle(120, 3);
  const tasks: [string, number, number[]][] = [
    ['regression', 0, rows.map(([a, b], r) => 100 * y[r] + (a || 0) - (b || 0))],
    ['two classes', 2, y.map((label) => Math.min(1, label))],
    ['three classes', 3, y],
  ];

  it.each(tasks)('while it looks for the rounds and while it runs them, goes on: %s', async (_, classes, target) => {
    await fc.assert(
      fc.asyncProperty(interruptions, (interrupted) =>
        expectToGoOn(boosting, fitInput(matrixOf(rows), target, classes, sampled), interrupted),
      ),
      { numRuns: 4, seed: 2 },
    );
  });

  it('goes on where the watched booster is the model', async () => {
    const random = createRandom(5);
    const values = Array.from({ length: 50_500 }, () => [random.float()]);
    const target = values.map(([a]) => (a > 0.4 === random.chance(0.55) ? 1 : 0));
    // Few rounds.
    const point = { ...sampled, maxLeaves: 4, learningRate: 1 };
    const input = fitInput(matrixOf(values), target, 2, point);
    await expectToGoOn(boosting, input, { deaths: [0.5], due: [false, false, false, false, true], keeps: false });
  });
});

checkpointSuite(boosting, ['binary', 'multiclass', 'regression'], { runs: 15 });
