import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { activationSchema, type Architecture } from '../../../../contracts/candidate/architecture.js';
import { numericBackend } from '../../../../learning/tensorflow/backend.js';
import type { Tf } from '../../../../learning/tensorflow/operations.js';
import { createRandom } from '../../../../random/index.js';
import { infer } from './infer.js';
import { initialise } from './initialise.js';
import { layoutOf } from './layout.js';
import { Network } from './network.js';
import { RunningStatistics } from './statistics.js';

const ROWS = 12;
const INPUTS = 5;
const OUTPUTS = 3;

function architectures(smooth: boolean): fc.Arbitrary<Architecture> {
  const activations = activationSchema.options.filter((activation) => !smooth || activation !== 'relu');
  const layer = fc.record({
    units: fc.constantFrom(5, 7),
    activation: fc.constantFrom(...activations),
    batchNorm: fc.boolean(),
    dropout: fc.constantFrom(0, 0.3),
    skip: fc.boolean(),
  });
  return fc.array(layer, { minLength: 1, maxLength: 3 }).map((layers) => ({ layers }));
}

function normals(length: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.normal());
}

describe('network', () => {
  let tf: Tf;
  beforeAll(async () => {
    ({ tf } = await numericBackend());
  });

  it('has the gradients that differences of its value show', () => {
    fc.assert(
      fc.property(architectures(true), fc.nat(1000), (architecture, seed) => {
        const layout = layoutOf(architecture, INPUTS, OUTPUTS);
        const parameters = initialise(layout, [0.1, 0.2, 0.3], createRandom(seed));
        const x = normals(ROWS * INPUTS, seed + 1);
        const direction = normals(ROWS * OUTPUTS, seed + 2);
        // The same masks each time; a value is the outputs along a direction, in double precision.
        const valueAt = (at: Float32Array, rows: Float32Array): number =>
          tf
            .tidy(() => new Network(tf, layout, at).forward(rows, ROWS, () => 9))
            .reduce((sum, output, i) => sum + output * direction[i], 0);
        const { gradients, ofX } = tf.tidy(() => {
          const network = new Network(tf, layout, parameters);
          network.forward(x, ROWS, () => 9);
          const found = new Float32Array(layout.size);
          network.backward(direction, found);
          return { gradients: found, ofX: network.inputGradient(direction) };
        });
        const moved = (values: Float32Array, by: Float32Array, step: number) => values.map((v, i) => v + step * by[i]);
        const agree = (gradient: Float32Array, slope: number, along: Float32Array) => {
          const expected = gradient.reduce((sum, value, i) => sum + value * along[i], 0);
          const size = Math.hypot(...gradient) * Math.hypot(...along);
          expect(Math.abs(slope - expected)).toBeLessThan(0.01 * size + 1e-3);
        };
        const step = 2e-3;
        const along = normals(layout.size, seed + 3);
        const high = valueAt(moved(parameters, along, step), x);
        agree(gradients, (high - valueAt(moved(parameters, along, -step), x)) / (2 * step), along);
        const aside = normals(x.length, seed + 4);
        const above = valueAt(parameters, moved(x, aside, step));
        agree(ofX, (above - valueAt(parameters, moved(x, aside, -step))) / (2 * step), aside);
      }),
      { numRuns: 25, seed: 3 },
    );
  });

  it('predicts in TypeScript what TensorFlow does, normalisation folded away', () => {
    fc.assert(
      fc.property(architectures(false), fc.nat(1000), (architecture, seed) => {
        const layout = layoutOf(architecture, INPUTS, OUTPUTS);
        const parameters = initialise(layout, [0, 0, 0], createRandom(seed));
        const x = normals(ROWS * INPUTS, seed + 1);
        const statistics = new RunningStatistics(layout);
        // One batch of all rows: its statistics are the running ones (but for the variance of a sample).
        const trained = tf.tidy(() => {
          const network = new Network(tf, layout, parameters);
          const outputs = network.forward(x, ROWS, null);
          statistics.update(
            network.normalised.map(
              (batch) => batch && { ...batch, variance: batch.variance.map((v) => (v * 11) / 12) },
            ),
          );
          return outputs;
        });
        const folded = statistics.fold(layout, parameters);
        const again = tf.tidy(() => new Network(tf, folded.layout, folded.parameters).forward(x, ROWS, null));
        const inferred = infer(folded.layout, folded.parameters, x, ROWS);
        const scale = Math.max(1, ...trained.map(Math.abs));
        inferred.forEach((value, i) => {
          expect(Math.abs(value - again[i]) / scale).toBeLessThan(1e-4);
          expect(Math.abs(value - trained[i]) / scale).toBeLessThan(1e-3);
        });
      }),
      { numRuns: 25, seed: 4 },
    );
  });
});
