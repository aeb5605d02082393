import { describe, expect, it } from '@jest/globals';
import { defaultPoint, type Point } from '../../../contracts/space.js';
import { createRandom } from '../../../random/index.js';
import { fitInput, matrixOf, paradigmSuite } from '../../../test/support/paradigm-suite.js';
import type { FitOutput } from '../paradigm.js';
import { extraTrees } from './index.js';

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
  const point = { ...defaultPoint(extraTrees.describe(SHAPE)!.hyperparameters), ...changed };
  const output = extraTrees.fit(fitInput(matrixOf(train.rows), train.y, 3, point)) as FitOutput;
  const p = extraTrees.predict(output.model, matrixOf(test.rows)) as Float64Array;
  return { output, loss: test.y.reduce((sum, label, r) => sum - Math.log(p[3 * r + label]), 0) / 400 };
}

describe('extra-trees', () => {
  it('has better probabilities than a guess, and better still when calibrated', () => {
    const calibrated = fitted().loss;
    expect(calibrated).toBeLessThan(0.75);
    expect(calibrated).toBeLessThan(fitted({ calibrate: false }).loss);
  });

  it('splits on the columns that tell the classes apart', () => {
    const { importances } = fitted().output;
    expect(importances[0] + importances[1]).toBeGreaterThan(0.45);
  });

  it('asks for smaller trees and fewer of them where there are many rows', () => {
    const large = { ...SHAPE, rows: 1_000_000 };
    expect(defaultPoint(extraTrees.describe(large)!.hyperparameters)).toMatchObject({ trees: 100, minSamplesLeaf: 50 });
  });

  paradigmSuite(extraTrees, ['binary', 'multiclass', 'regression'], 25);
});
