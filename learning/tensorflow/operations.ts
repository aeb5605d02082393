import type { Rank, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { Tf } from './backend.js';

/*
 * A network's operations and their gradients. tfjs's own gradients multiply by matrices given as transposed, and sum
 * columns by transposing; its WebAssembly backend is then 8 to 15 times slower (measured at 128 × 128 × 128) than where
 * what is to be transposed is transposed first, and columns are summed by a product with a row of ones, as here.
 */

/** Sums of the columns: [rows, columns] → [columns]. */
export function columnSums(tf: Tf, x: Tensor2D): Tensor1D {
  return tf.reshape(tf.matMul(tf.ones<Rank.R2>([1, x.shape[0]]), x), [x.shape[1]]);
}

/** x · kernel + bias: [rows, inputs] · [inputs, units] + [units]. */
export function dense(tf: Tf, x: Tensor2D, kernel: Tensor2D, bias: Tensor1D): Tensor2D {
  return tf.fused.matMul({ a: x, b: kernel, bias }) as Tensor2D;
}

/** Gradients of `dense`'s weights, given that of its value. */
export function denseGradients(tf: Tf, x: Tensor2D, dy: Tensor2D): { kernel: Tensor2D; bias: Tensor1D } {
  return { kernel: tf.matMul(tf.transpose(x), dy), bias: columnSums(tf, dy) };
}

/** Gradient of `dense`'s x, given that of its value. */
export function denseInputGradient(tf: Tf, kernel: Tensor2D, dy: Tensor2D): Tensor2D {
  return tf.matMul(dy, tf.transpose(kernel));
}

/** What batch normalisation adds to a variance before it divides by its root. */
export const VARIANCE_FLOOR = 1e-5;

export interface Standardised {
  /** (x - mean) / √(variance + floor), by column. */
  value: Tensor2D;
  mean: Tensor1D;
  /** Of the rows as a population (divided by their number). */
  variance: Tensor1D;
  /** 1 / √(variance + floor). */
  scale: Tensor1D;
}

/** The first half of batch normalisation in training (Ioffe and Szegedy, 2015). */
export function standardise(tf: Tf, x: Tensor2D): Standardised {
  const rows = x.shape[0];
  const mean: Tensor1D = tf.div(columnSums(tf, x), rows);
  const centred: Tensor2D = tf.sub(x, mean);
  const variance: Tensor1D = tf.div(columnSums(tf, tf.square(centred)), rows);
  const scale: Tensor1D = tf.rsqrt(tf.add(variance, VARIANCE_FLOOR));
  return { value: tf.mul(centred, scale), mean, variance, scale };
}

/** Gradient of `standardise`'s x, given that of its value. */
export function standardiseGradient(tf: Tf, { value, scale }: Standardised, dy: Tensor2D): Tensor2D {
  const rows = value.shape[0];
  const common: Tensor1D = tf.div(columnSums(tf, dy), rows);
  const along: Tensor1D = tf.div(columnSums(tf, tf.mul(dy, value)), rows);
  return tf.mul(tf.sub(tf.sub(dy, common), tf.mul(value, along)), scale);
}
