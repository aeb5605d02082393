import type { Tf } from '../../../learning/tensorflow/operations.js';
import { columnMoments } from './network/batch-norm.js';
import { Network } from './network/network.js';
import type { TrainedNetwork } from './training/plan.js';

/** Rows whose gradients are taken, for all classes together. */
const GRADIENTS = 2000;

/**
 * For each input, how far a standard deviation of it moves the outputs: the mean of |gradient| times its standard
 * deviation, over rows, networks and outputs (logits minus their mean, which is invariant to a constant added to all),
 * of sum 1. Like permutation importance it needs no other model, but only one backward pass for each output.
 *
 * @param x row-major, rows × inputs, in any order
 */
export function importancesOf(tf: Tf, networks: readonly TrainedNetwork[], x: Float32Array): Float64Array {
  const { inputs, outputs } = networks[0].layout;
  const rows = x.length / inputs;
  const passes = outputs === 2 ? 1 : outputs;
  const sampled = Math.min(rows, Math.max(50, Math.floor(GRADIENTS / passes)));
  const sample = new Float32Array(sampled * inputs);
  for (let i = 0; i < sampled; i++) {
    const row = Math.floor((i * rows) / sampled);
    sample.set(x.subarray(row * inputs, (row + 1) * inputs), i * inputs);
  }
  const importances = new Float64Array(inputs);
  for (const network of networks)
    for (let output = 0; output < passes; output++) addGradients(tf, network, sample, output, importances);
  const { variance } = columnMoments(x, inputs);
  for (let j = 0; j < inputs; j++) importances[j] *= Math.sqrt(variance[j]);
  const total = importances.reduce((a, b) => a + b, 0);
  return total > 0 && Number.isFinite(total) ? importances.map((value) => value / total) : importances.fill(0);
}

function addGradients(
  tf: Tf,
  { layout, parameters }: TrainedNetwork,
  x: Float32Array,
  output: number,
  into: Float64Array,
) {
  const rows = x.length / layout.inputs;
  const { outputs } = layout;
  const direction = new Float32Array(rows * outputs);
  for (let i = 0; i < direction.length; i++)
    direction[i] = (i % outputs === output ? 1 : 0) - (outputs > 1 ? 1 / outputs : 0);
  const gradients = tf.tidy(() => {
    const network = new Network(tf, layout, parameters);
    network.forward(x, rows, null);
    return network.inputGradient(direction);
  });
  for (let i = 0; i < gradients.length; i++) into[i % layout.inputs] += Math.abs(gradients[i]);
}
