import { dense, kernelGradient, type Tf } from './operations.js';

/** Whether one step of gradient descent on two weights gives the correct result: 1 - 0.5 · 2x at x = (1, -3). */
export function trainsOneStep(tf: Tf): boolean {
  return tf.tidy(() => {
    const x = tf.tensor2d([1, -3], [1, 2]);
    const kernel = tf.tensor2d([1, 1], [2, 1]);
    const value = dense(tf, x, kernel, tf.tensor1d([4])).dataSync();
    const gradient = kernelGradient(tf, x, tf.tensor2d([2], [1, 1]));
    const after = tf.sub(kernel, tf.mul(0.5, gradient)).dataSync();
    return value[0] === 2 && after[0] === 0 && after[1] === 4;
  });
}
