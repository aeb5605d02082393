import type { Tensor2D } from '@tensorflow/tfjs';
import type { Layer } from '../../contracts/architecture.js';
import type { Tf } from './backend.js';

type Activation = Layer['activation'];

/** An activation over tensors; `back` turns the gradient of its value into that of its input. */
interface TensorActivation {
  forward(tf: Tf, x: Tensor2D): Tensor2D;
  back(tf: Tf, x: Tensor2D, y: Tensor2D, dy: Tensor2D): Tensor2D;
}

// GELU by its tanh approximation (Hendrycks and Gimpel, 2016): x/2 · (1 + tanh(A x + B x³)).
const A = Math.sqrt(2 / Math.PI);
const B = A * 0.044715;

function geluTanh(tf: Tf, x: Tensor2D, square: Tensor2D): Tensor2D {
  return tf.tanh(tf.mul(x, tf.add(tf.mul(square, B), A)));
}

export const ACTIVATIONS: Readonly<Record<Activation, TensorActivation>> = {
  relu: {
    forward: (tf, x) => tf.relu(x),
    back: (tf, x, _y, dy) => tf.mul(dy, tf.step(x)),
  },
  elu: {
    forward: (tf, x) => tf.elu(x),
    // The slope is 1 above 0 and e^x = y + 1 below.
    back: (tf, _x, y, dy) => tf.mul(dy, tf.add(tf.minimum(y, 0), 1)),
  },
  tanh: {
    forward: (tf, x) => tf.tanh(x),
    back: (tf, _x, y, dy) => tf.mul(dy, tf.sub(1, tf.square(y))),
  },
  // x · sigmoid(x)  (Ramachandran et al., 2017)
  swish: {
    forward: (tf, x) => tf.mul(x, tf.sigmoid(x)),
    back: (tf, x, y, dy) => {
      const gate: Tensor2D = tf.sigmoid(x);
      return tf.mul(dy, tf.add(gate, tf.mul(y, tf.sub(1, gate))));
    },
  },
  gelu: {
    forward: (tf, x) => {
      const half: Tensor2D = tf.mul(x, 0.5);
      return tf.add(half, tf.mul(half, geluTanh(tf, x, tf.square(x))));
    },
    back: (tf, x, _y, dy) => {
      const square: Tensor2D = tf.square(x);
      const t = geluTanh(tf, x, square);
      const inner = tf.mul(tf.mul(x, 0.5), tf.add(tf.mul(square, 3 * B), A));
      const slope = tf.add(tf.mul(tf.add(t, 1), 0.5), tf.mul(inner, tf.sub(1, tf.square(t))));
      return tf.mul(dy, slope);
    },
  },
};

/** The activations over arrays, in place, in double precision: what prediction uses. */
export const SCALAR_ACTIVATIONS: Readonly<Record<Activation, (x: number) => number>> = {
  relu: (x) => (x > 0 ? x : 0),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  tanh: Math.tanh,
  swish: (x) => x / (1 + Math.exp(-x)),
  gelu: (x) => (x / 2) * (1 + Math.tanh(x * (A + B * x * x))),
};
