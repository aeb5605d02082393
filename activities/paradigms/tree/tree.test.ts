import { describe, expect, it } from '@jest/globals';
import { defaultPoint, type Point } from '../../../contracts/space.js';
import { createRandom } from '../../../random/index.js';
import { fitInput, matrixOf, paradigmSuite } from '../../../test/support/paradigm-suite.js';
import type { FitOutput } from '../paradigm.js';
import { tree } from './index.js';

const SHAPE = { task: 'multiclass', rows: 400, columns: 6, classes: 3 } as const;

/** Three classes around points on a circle in two of six columns, some values missing. */
function circle(rows: number, seed: number): { rows: number[][]; y: number[] } {
  const random = createRandom(seed);
  const y = Array.from({ length: rows }, () => random.below(3));
  const row = (label: number) => [
    Math.cos(2.1 * label) + 0.6 * random.normal(),
    Math.sin(2.1 * label) + 0.6 * random.normal(),
    ...Array.from({ length: 4 }, () => random.normal()),
  ];
  return { y, rows: y.map((label) => row(label).map((value) => (random.chance(0.05) ? NaN : value))) };
}

function fitted(changed: Point = {}): { output: FitOutput; loss: number } {
  const train = circle(400, 1);
  const test = circle(400, 2);
  const point = { ...defaultPoint(tree.describe(SHAPE)!.hyperparameters), ...changed };
  const output = tree.fit(fitInput(matrixOf(train.rows), train.y, 3, point)) as FitOutput;
  const p = tree.predict(output.model, matrixOf(test.rows)) as Float64Array;
  return { output, loss: test.y.reduce((sum, label, r) => sum - Math.log(p[3 * r + label]), 0) / 400 };
}

describe('tree', () => {
  it('loses less with smoothing and pruning than without', () => {
    const rough = fitted({ smoothing: 0.1, pruning: 1e-6, minSamplesLeaf: 1, maxDepth: 32 }).loss;
    expect(fitted().loss).toBeLessThan(0.6 * rough);
  });

  it('splits on the columns that tell the classes apart', () => {
    const { importances } = fitted().output;
    expect(importances[0] + importances[1]).toBeGreaterThan(0.7);
  });

  paradigmSuite(tree, ['binary', 'multiclass', 'regression'], 25);
});
