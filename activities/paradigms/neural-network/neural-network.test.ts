import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Architecture } from '../../../contracts/candidate/architecture.js';
import { defaultPoint, type Point } from '../../../contracts/candidate/space.js';
import { numericBackend } from '../../../learning/tensorflow/backend.js';
import { createRandom } from '../../../random/index.js';
import { checkpointSuite, interruptions } from '../../../test/support/checkpoint-suite.js';
import { expectToGoOn } from '../../../test/support/interrupted.js';
import { fitInput, matrixOf, paradigmSuite } from '../../../test/support/paradigm-suite.js';
import type { FitInput } from '../../../training/paradigm/paradigm.js';
import { neuralNetwork } from './index.js';

const DESCRIPTION = neuralNetwork.describe({ task: 'binary', rows: 300, columns: 3, classes: 2 })!;
const QUICK: Point = { ...defaultPoint(DESCRIPTION.hyperparameters), members: 1, maxEpochs: 40, learningRate: 5e-3 };

/** Two classes, one inside a ring of the other, and a column of noise. */
function ring(rows: number, seed: number): { rows: number[][]; y: number[] } {
  const random = createRandom(seed);
  const points = Array.from({ length: rows }, () => [random.normal(), random.normal(), random.normal()]);
  return { rows: points, y: points.map(([a, b]) => (Math.hypot(a, b) > 1.18 ? 1 : 0)) };
}

const TRAIN = ring(300, 1);
const TEST = ring(300, 2);

async function fitRing(
  change: Partial<FitInput>,
): Promise<{ p: Float64Array; effort: number; importances: Float64Array }> {
  const input = { ...fitInput(matrixOf(TRAIN.rows), TRAIN.y, 2, QUICK), ...change };
  const { model, effort, importances } = await neuralNetwork.fit(input);
  return { p: await neuralNetwork.predict(model, matrixOf(TEST.rows)), effort: effort!, importances };
}

const meanOf = (p: Float64Array, code: number) => p.reduce((sum, v, i) => sum + (i % 2 === code ? v : 0), 0) / 300;

describe('neural network', () => {
  it('learns what is not linear, weighs the columns that matter, and leaves no tensor behind', async () => {
    const { tf } = await numericBackend();
    const before = tf.memory().numTensors;
    const { p, importances } = await fitRing({});
    const right = TEST.y.filter((label, r) => p[2 * r + label] > 0.5).length;
    expect(right / TEST.y.length).toBeGreaterThan(0.9);
    expect(importances[2]).toBeLessThan(0.2);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('runs the epochs it is told to run', async () => {
    const done: number[] = [];
    const { effort } = await fitRing({ effort: 3, onProgress: (share) => done.push(share) });
    expect(effort).toBe(3);
    expect(done.length).toBeGreaterThan(0);
    expect(done.every((share, i) => share >= 0 && share <= 1 && (i === 0 || share > done[i - 1]))).toBe(true);
  });

  it('averages its members', async () => {
    const [one, three] = await Promise.all(
      [1, 3].map((members) => fitRing({ effort: 5, hyperparameters: { ...QUICK, members } })),
    );
    expect(three.p).toHaveLength(one.p.length);
    expect(Array.from(three.p)).not.toEqual(Array.from(one.p));
    expect(meanOf(three.p, 0) + meanOf(three.p, 1)).toBeCloseTo(1, 9);
  });

  it('believes in a class that weighs more', async () => {
    const weights = Float64Array.from(TRAIN.y, (label) => (label === 1 ? 5 : 1));
    const [even, heavy] = [await fitRing({ effort: 8 }), await fitRing({ effort: 8, weights })];
    expect(meanOf(heavy.p, 1)).toBeGreaterThan(meanOf(even.p, 1) + 0.05);
  });

  it('refuses rows that all weigh nothing', async () => {
    await expect(fitRing({ weights: new Float64Array(300) })).rejects.toThrow('no row has a weight above 0');
  });

  it('fits a curve, whatever the scale of its target', async () => {
    const random = createRandom(3);
    const rows = Array.from({ length: 300 }, () => [4 * random.float() - 2]);
    const y = rows.map(([x]) => 5e6 + 1e6 * Math.sin(2 * x));
    const hyperparameters = { ...QUICK };
    delete hyperparameters.labelSmoothing;
    const { model } = await neuralNetwork.fit(fitInput(matrixOf(rows), y, 0, hyperparameters));
    const predicted = await neuralNetwork.predict(model, matrixOf(rows));
    const rmse = Math.sqrt(predicted.reduce((sum, value, r) => sum + (value - y[r]) ** 2 / y.length, 0));
    expect(rmse).toBeLessThan(2e5);
  });

  paradigmSuite(neuralNetwork, ['binary', 'multiclass', 'regression'], 6);
});

const LAYER = fc.record({
  units: fc.constantFrom(5, 8),
  activation: fc.constantFrom('relu' as const, 'tanh' as const),
  batchNorm: fc.boolean(),
  dropout: fc.constantFrom(0, 0.3),
  skip: fc.boolean(),
});
const ARCHITECTURES: fc.Arbitrary<Architecture> = fc.record({
  layers: fc.array(LAYER, { minLength: 1, maxLength: 3 }),
});

describe('interrupted', () => {
  checkpointSuite(neuralNetwork, ['binary', 'multiclass', 'regression'], {
    runs: 15,
    narrowed: { maxEpochs: 10, members: 2, batchSize: 16 },
    architectures: ARCHITECTURES,
  });

  it('within an epoch, of any member, while it looks for the best, goes on', async () => {
    const cases = fc.record({
      architecture: ARCHITECTURES,
      effort: fc.constantFrom(null, null, 4),
      interrupted: interruptions,
    });
    const hyperparameters = { ...QUICK, members: 3, maxEpochs: 12, batchSize: 64, learningRate: 0.02 };
    const input = fitInput(matrixOf(TRAIN.rows), TRAIN.y, 2, hyperparameters);
    await fc.assert(
      fc.asyncProperty(cases, ({ interrupted, ...change }) =>
        expectToGoOn(neuralNetwork, { ...input, ...change }, interrupted),
      ),
      { numRuns: 10, seed: 4 },
    );
  });
});
