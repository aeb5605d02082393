import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { ACTIVATIONS } from '../../../learning/tensorflow/activations.js';
import type { Tf } from '../../../learning/tensorflow/backend.js';
import {
  columnSums,
  dense,
  denseGradients,
  denseInputGradient,
  standardise,
  standardiseGradient,
  type Standardised,
} from '../../../learning/tensorflow/operations.js';
import { valuesAt, type DenseSlots, type HiddenSlots, type Layout, type Slot } from './layout.js';

/** What a hidden layer's forward pass leaves for its backward pass. */
interface Trace {
  x: Tensor2D;
  standardised: Standardised | null;
  /** Input and value of the activation. */
  before: Tensor2D;
  after: Tensor2D;
  mask: Tensor2D | null;
}

/** A network's parameters as tensors, for one pass forward and, where it is wanted, one back. Use within `tf.tidy`. */
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
   * @param x [rows, inputs]
   * @param masks for each hidden layer its dropout mask, [rows, units], or null
   * @returns [rows, outputs]: logits, or standardised values
   */
  forward(x: Tensor2D, masks: readonly (Tensor2D | null)[] | null): Tensor2D {
    let value = x;
    this.layout.hidden.forEach((slots, i) => (value = this.#layerForward(slots, value, masks?.[i] ?? null)));
    this.#last = value;
    return this.#dense(this.layout.output, value);
  }

  /** The statistics that batch normalisation met in the forward pass, by hidden layer. */
  get standardised(): (Standardised | null)[] {
    return this.#traces.map((trace) => trace.standardised);
  }

  /**
   * Given the gradient of `forward`'s value, writes that of every parameter into `gradients`, a vector of this layout.
   */
  backward(dy: Tensor2D, gradients: Float32Array): void {
    this.#denseBack(this.layout.output, this.#last!, dy, gradients);
    let gradient = denseInputGradient(this.tf, this.#matrix(this.layout.output.kernel), dy);
    for (let i = this.layout.hidden.length - 1; i >= 0; i--)
      gradient = this.#layerBack(this.layout.hidden[i], this.#traces[i], gradient, gradients, i > 0) ?? gradient;
  }

  /** Given the gradient of `forward`'s value, the gradient of its x. */
  inputGradient(dy: Tensor2D): Tensor2D {
    let gradient = denseInputGradient(this.tf, this.#matrix(this.layout.output.kernel), dy);
    for (let i = this.layout.hidden.length - 1; i >= 0; i--)
      gradient = this.#layerBack(this.layout.hidden[i], this.#traces[i], gradient, null, true)!;
    return gradient;
  }

  #layerForward(slots: HiddenSlots, x: Tensor2D, mask: Tensor2D | null): Tensor2D {
    const { tf } = this;
    let before = this.#dense(slots, x);
    let standardised: Standardised | null = null;
    if (slots.gamma && slots.beta) {
      standardised = standardise(tf, before);
      before = tf.add(tf.mul(standardised.value, this.#vector(slots.gamma)), this.#vector(slots.beta));
    }
    const after = ACTIVATIONS[slots.layer.activation].forward(tf, before);
    this.#traces.push({ x, standardised, before, after, mask });
    const value: Tensor2D = mask ? tf.mul(after, mask) : after;
    if (!slots.layer.skip) return value;
    return tf.add(value, slots.projection ? this.#dense(slots.projection, x) : x);
  }

  /** @returns the gradient of the layer's input, or null where it is not wanted */
  #layerBack(
    slots: HiddenSlots,
    trace: Trace,
    dy: Tensor2D,
    gradients: Float32Array | null,
    inner: boolean,
  ): Tensor2D | null {
    const { tf } = this;
    const { x, standardised, before, after, mask } = trace;
    let gradient: Tensor2D = mask ? tf.mul(dy, mask) : dy;
    gradient = ACTIVATIONS[slots.layer.activation].back(tf, before, after, gradient);
    if (standardised && slots.gamma && slots.beta) {
      if (gradients) {
        this.#give(slots.gamma, columnSums(tf, tf.mul(gradient, standardised.value)), gradients);
        this.#give(slots.beta, columnSums(tf, gradient), gradients);
      }
      gradient = standardiseGradient(tf, standardised, tf.mul(gradient, this.#vector(slots.gamma)));
    }
    if (gradients) {
      this.#denseBack(slots, x, gradient, gradients);
      if (slots.projection) this.#denseBack(slots.projection, x, dy, gradients);
    }
    if (!inner) return null;
    const through = denseInputGradient(tf, this.#matrix(slots.kernel), gradient);
    if (!slots.layer.skip) return through;
    return tf.add(through, slots.projection ? denseInputGradient(tf, this.#matrix(slots.projection.kernel), dy) : dy);
  }

  #dense({ kernel, bias }: DenseSlots, x: Tensor2D): Tensor2D {
    return dense(this.tf, x, this.#matrix(kernel), this.#vector(bias));
  }

  #denseBack({ kernel, bias }: DenseSlots, x: Tensor2D, dy: Tensor2D, gradients: Float32Array): void {
    const found = denseGradients(this.tf, x, dy);
    this.#give(kernel, found.kernel, gradients);
    this.#give(bias, found.bias, gradients);
  }

  #give(slot: Slot, gradient: Tensor2D | Tensor1D, gradients: Float32Array): void {
    gradients.set(gradient.dataSync<'float32'>(), slot.offset);
  }

  #matrix(slot: Slot): Tensor2D {
    return this.#tensor(slot, () =>
      this.tf.tensor2d(valuesAt(this.parameters, slot), [slot.rows, slot.columns]),
    ) as Tensor2D;
  }

  #vector(slot: Slot): Tensor1D {
    return this.#tensor(slot, () => this.tf.tensor1d(valuesAt(this.parameters, slot))) as Tensor1D;
  }

  #tensor(slot: Slot, make: () => Tensor2D | Tensor1D): Tensor2D | Tensor1D {
    const known = this.#tensors.get(slot);
    if (known) return known;
    const made = make();
    this.#tensors.set(slot, made);
    return made;
  }
}
