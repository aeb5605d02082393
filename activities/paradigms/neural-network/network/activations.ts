import type { Layer } from '../../../../contracts/candidate/architecture.js';

/**
 * Applies an activation to each of `values`, in place, and writes its slopes into `slopes` if given. Each activation
 * has its own loop, which is faster than calling a function for each value.
 */
type Apply = (values: Float32Array | Float64Array, slopes: Float32Array | null) => void;

const relu: Apply = (values, slopes) => {
  for (let i = 0; i < values.length; i++) {
    const positive = values[i] > 0;
    if (!positive) values[i] = 0;
    if (slopes) slopes[i] = positive ? 1 : 0;
  }
};

const elu: Apply = (values, slopes) => {
  for (let i = 0; i < values.length; i++) {
    const positive = values[i] > 0;
    if (!positive) values[i] = Math.expm1(values[i]);
    if (slopes) slopes[i] = positive ? 1 : values[i] + 1;
  }
};

const tanh: Apply = (values, slopes) => {
  for (let i = 0; i < values.length; i++) {
    const value = Math.tanh(values[i]);
    values[i] = value;
    if (slopes) slopes[i] = 1 - value * value;
  }
};

/** x · sigmoid(x) (Ramachandran et al., Searching for activation functions, 2017). */
const swish: Apply = (values, slopes) => {
  for (let i = 0; i < values.length; i++) {
    const gate = 1 / (1 + Math.exp(-values[i]));
    const value = values[i] * gate;
    values[i] = value;
    if (slopes) slopes[i] = gate + value * (1 - gate);
  }
};

const A = Math.sqrt(2 / Math.PI);
const B = A * 0.044715;

/** GELU by its tanh approximation, x/2 · (1 + tanh(A x + B x³)) (Hendrycks and Gimpel, 2016). */
const gelu: Apply = (values, slopes) => {
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    const t = Math.tanh(x * (A + B * x * x));
    values[i] = (x / 2) * (1 + t);
    if (slopes) slopes[i] = (1 + t + x * (1 - t * t) * (A + 3 * B * x * x)) / 2;
  }
};

export const ACTIVATIONS: Readonly<Record<Layer['activation'], Apply>> = { relu, elu, tanh, swish, gelu };
