import type { Tf } from '../../../../learning/tensorflow/operations.js';
import type { Examples } from './examples.js';
import { lossOf } from '../network/loss.js';
import { Network } from '../network/network.js';
import type { TrainedNetwork } from './plan.js';

/** Rows whose loss is taken at once. */
const LOSS_ROWS = 4096;

/** Weighted mean loss of a network on examples, without the smoothing of labels. */
export function meanLoss(tf: Tf, { layout, parameters }: TrainedNetwork, examples: Examples): number {
  const { x, y, weights, inputs } = examples;
  let loss = 0;
  for (let from = 0; from < y.length; from += LOSS_ROWS) {
    const to = Math.min(y.length, from + LOSS_ROWS);
    const rows = x.subarray(from * inputs, to * inputs);
    const outputs = tf.tidy(() => new Network(tf, layout, parameters).forward(rows, to - from, null));
    const targets = { y: y.subarray(from, to), weights: weights.subarray(from, to) };
    loss += lossOf(outputs, layout.outputs, targets, 0, new Float32Array(outputs.length));
  }
  return loss / weights.reduce((a, b) => a + b, 0);
}
