import type { Slot } from '../network/layout.js';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2019) over a flat vector of parameters, in place: one pass
 * in JavaScript is cheaper than ten TensorFlow kernels for each tensor.
 */
export class AdamW {
  /** Running means of the gradients and of their squares. */
  readonly mean: Float32Array;
  readonly square: Float32Array;
  /** Steps done. */
  steps = 0;

  /** @param decayed the slots that weight decay shrinks */
  constructor(
    size: number,
    private readonly decayed: readonly Slot[],
    private readonly weightDecay: number,
  ) {
    this.mean = new Float32Array(size);
    this.square = new Float32Array(size);
  }

  step(parameters: Float32Array, gradients: Float32Array, learningRate: number): void {
    this.steps++;
    const rate = learningRate / (1 - BETA1 ** this.steps);
    const root = 1 / Math.sqrt(1 - BETA2 ** this.steps);
    const keep = 1 - learningRate * this.weightDecay;
    for (const { offset, rows, columns } of this.decayed)
      for (let i = offset; i < offset + rows * columns; i++) parameters[i] *= keep;
    const { mean, square } = this;
    for (let i = 0; i < parameters.length; i++) {
      const gradient = gradients[i];
      const m = mean[i] + (1 - BETA1) * (gradient - mean[i]);
      const v = square[i] + (1 - BETA2) * (gradient * gradient - square[i]);
      mean[i] = m;
      square[i] = v;
      parameters[i] -= (rate * m) / (Math.sqrt(v) * root + EPSILON);
    }
  }
}
