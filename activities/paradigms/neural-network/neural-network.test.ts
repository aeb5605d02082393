import { describe, expect, it } from '@jest/globals';
import { fitInput, matrixOf, paradigmSuite } from '../../../test/support/paradigm-suite.js';
import { numericBackend } from '../../../learning/tensorflow/backend.js';
import { createRandom } from '../../../random/index.js';
import { defaultPoint } from '../../../contracts/space.js';
import { neuralNetwork } from './index.js';

const SPACE = neuralNetwork.describe({ task: 'binary', rows: 300, columns: 2, classes: 2 })!.hyperparameters;

/** Two classes, one inside a ring of the other. */
function ring(rows: number, seed: number): { rows: number[][]; y: number[] } {
  const random = createRandom(seed);
  const points = Array.from({ length: rows }, () => [random.normal(), random.normal(), random.normal()]);
  return { rows: points, y: points.map(([a, b]) => (Math.hypot(a, b) > 1.18 ? 1 : 0)) };
}

describe('neural network', () => {
  it('learns what is not linear, weighs the columns that matter, and leaves no tensor behind', async () => {
    const { tf } = await numericBackend();
    const before = tf.memory().numTensors;
    const train = ring(300, 1);
    const test = ring(300, 2);
    const { model, importances, effort } = await neuralNetwork.fit(
      fitInput(matrixOf(train.rows), train.y, 2, defaultPoint(SPACE)),
    );
    const p = await neuralNetwork.predict(model, matrixOf(test.rows));
    const right = test.y.filter((label, r) => p[2 * r + label] > 0.5).length;
    expect(right / test.y.length).toBeGreaterThan(0.9);
    expect(importances[2]).toBeLessThan(0.15);
    expect(effort).toBeGreaterThan(0);
    expect(tf.memory().numTensors).toBe(before);
  });

  paradigmSuite(neuralNetwork, ['binary', 'multiclass', 'regression'], 6);
});
