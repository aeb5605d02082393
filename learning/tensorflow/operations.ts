import type * as TensorFlow from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';

/** The interface of TensorFlow.js, whichever backend runs it. */
export type Tf = typeof TensorFlow;

/*
 * The matrix products of a dense layer, forward and back. Matrices are transposed explicitly before the product instead
 * of by tfjs's flags, as its own gradients do: with the flags its WebAssembly backend is 8 to 15 times slower (measured
 * at 128 × 128 × 128).
 */

/** x · kernel + bias: [rows, inputs] · [inputs, units] + [units]. */
export function dense(tf: Tf, x: Tensor2D, kernel: Tensor2D, bias: Tensor1D): Tensor2D {
  return tf.fused.matMul({ a: x, b: kernel, bias }) as Tensor2D;
}

/** Gradient of `dense`'s kernel, given that of its value. */
export function kernelGradient(tf: Tf, x: Tensor2D, dy: Tensor2D): Tensor2D {
  return tf.matMul(tf.transpose(x), dy);
}

/** Gradient of `dense`'s x, given that of its value. */
export function inputGradient(tf: Tf, kernel: Tensor2D, dy: Tensor2D): Tensor2D {
  return tf.matMul(dy, tf.transpose(kernel));
}
