import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tf } from '../../../../learning/tensorflow/operations.js';
import { dense, inputGradient, kernelGradient } from '../../../../learning/tensorflow/operations.js';
import { ACTIVATIONS } from './activations.js';
import { batchNormalise, batchNormaliseBack, type BatchStatistics } from './batch-norm.js';
import { dropOut } from './dropout.js';
import { valuesAt, type DenseSlots, type HiddenSlots, type Layout, type Slot } from './layout.js';

/** Data of a hidden layer's forward pass for its backward pass. */
interface Trace {
  x: Tensor2D;
  normalised: BatchStatistics | null;
  /** The derivative of activation and dropout together. */
  slopes: Float32Array;
}

/**
 * One forward pass through a network and, if requested, one backward pass. TensorFlow multiplies matrices; everything
 * between two products is one loop over arrays, because each kernel costs tens of microseconds even if small. Use
 * within `tf.tidy`.
 */
export class Network {
  readonly #tensors = new Map<Slot, Tensor2D | Tensor1D>();
  readonly #traces: Trace[] = [];
  #last: Tensor2D | null = null;

  constructor(
    private readonly tf: Tf,
    private readonly layout: Layout,
    private readonly parameters: Float32Array,
  ) {}

  /**
   * @param x row-major, rows × inputs
   * @param dropoutSeed draws 32 bits for the dropout of a layer; null for none
   * @returns row-major, rows × outputs: logits, or standardised values
   */
  forward(x: Float32Array, rows: number, dropoutSeed: (() => number) | null): Float32Array {
    let values = x;
    for (const slots of this.layout.hidden) values = this.#layerForward(slots, values, rows, dropoutSeed);
    this.#last = this.tf.tensor2d(values, [rows, values.length / rows]);
    return this.#dense(this.layout.output, this.#last);
  }

  /** The batch statistics of the forward pass, by hidden layer. */
  get normalised(): (BatchStatistics | null)[] {
    return this.#traces.map((trace) => trace.normalised);
  }

  /** Given the gradient of `forward`'s value, writes those of the parameters into `gradients`, a vector of this layout. */
  backward(dy: Float32Array, gradients: Float32Array): void {
    const { hidden, output } = this.layout;
    const last = this.#last!;
    let gradient = this.#denseBack(output, last, dy, gradients, true)!;
    for (let i = hidden.length - 1; i >= 0; i--)
      gradient = this.#layerBack(hidden[i], this.#traces[i], gradient, gradients, i > 0)!;
  }

  /** Given the gradient of `forward`'s value, that of its x. */
  inputGradient(dy: Float32Array): Float32Array {
    const { hidden, output, size } = this.layout;
    const unused = new Float32Array(size);
    let gradient = this.#denseBack(output, this.#last!, dy, unused, true)!;
    for (let i = hidden.length - 1; i >= 0; i--)
      gradient = this.#layerBack(hidden[i], this.#traces[i], gradient, unused, true)!;
    return gradient;
  }

  #layerForward(slots: HiddenSlots, x: Float32Array, rows: number, dropoutSeed: (() => number) | null): Float32Array {
    const { layer, gamma, beta, projection } = slots;
    const input = this.tf.tensor2d(x, [rows, x.length / rows]);
    const values = this.#dense(slots, input);
    const normalised =
      gamma && beta ? batchNormalise(values, valuesAt(this.parameters, gamma), valuesAt(this.parameters, beta)) : null;
    const slopes = new Float32Array(values.length);
    ACTIVATIONS[layer.activation](values, slopes);
    if (dropoutSeed && layer.dropout > 0) dropOut(values, slopes, layer.dropout, dropoutSeed());
    this.#traces.push({ x: input, normalised, slopes });
    if (layer.skip) addTo(values, projection ? this.#dense(projection, input) : x);
    return values;
  }

  /** @returns the gradient of the layer's input, or null if it is not wanted */
  #layerBack(
    slots: HiddenSlots,
    { x, normalised, slopes }: Trace,
    dy: Float32Array,
    gradients: Float32Array,
    inner: boolean,
  ): Float32Array | null {
    const { layer, gamma, beta, projection } = slots;
    const gradient = new Float32Array(dy.length);
    for (let i = 0; i < dy.length; i++) gradient[i] = dy[i] * slopes[i];
    if (normalised && gamma && beta)
      batchNormaliseBack(
        gradient,
        normalised,
        valuesAt(this.parameters, gamma),
        valuesAt(gradients, gamma),
        valuesAt(gradients, beta),
      );
    const through = this.#denseBack(slots, x, gradient, gradients, inner);
    const around = projection ? this.#denseBack(projection, x, dy, gradients, inner) : dy;
    if (through && around && layer.skip) addTo(through, around);
    return through;
  }

  #dense({ kernel, bias }: DenseSlots, x: Tensor2D): Float32Array {
    return dense(this.tf, x, this.#matrix(kernel), this.#vector(bias)).dataSync<'float32'>();
  }

  #denseBack(
    { kernel, bias }: DenseSlots,
    x: Tensor2D,
    dy: Float32Array,
    gradients: Float32Array,
    inner: boolean,
  ): Float32Array | null {
    const tensor = this.tf.tensor2d(dy, [x.shape[0], kernel.columns]);
    gradients.set(kernelGradient(this.tf, x, tensor).dataSync<'float32'>(), kernel.offset);
    valuesAt(gradients, bias).set(columnSums(dy, kernel.columns));
    return inner ? inputGradient(this.tf, this.#matrix(kernel), tensor).dataSync<'float32'>() : null;
  }

  #matrix(slot: Slot): Tensor2D {
    const make = () => this.tf.tensor2d(valuesAt(this.parameters, slot), [slot.rows, slot.columns]);
    return this.#tensor(slot, make) as Tensor2D;
  }

  #vector(slot: Slot): Tensor1D {
    return this.#tensor(slot, () => this.tf.tensor1d(valuesAt(this.parameters, slot))) as Tensor1D;
  }

  #tensor(slot: Slot, make: () => Tensor2D | Tensor1D): Tensor2D | Tensor1D {
    const made = this.#tensors.get(slot) ?? make();
    this.#tensors.set(slot, made);
    return made;
  }
}

function addTo(values: Float32Array, others: Float32Array): void {
  for (let i = 0; i < values.length; i++) values[i] += others[i];
}

function columnSums(values: Float32Array, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  for (let from = 0; from < values.length; from += columns)
    for (let c = 0; c < columns; c++) sums[c] += values[from + c];
  return sums;
}
