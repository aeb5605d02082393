import type { Architecture } from '../../../contracts/architecture.js';
import type { Tf } from '../../../learning/tensorflow/backend.js';
import type { Random } from '../../../random/index.js';
import { AdamW } from './adamw.js';
import { initialise } from './initialise.js';
import { kernelsOf, layoutOf, type Layout } from './layout.js';
import { lossOf, type Targets } from './loss.js';
import { Network } from './network.js';
import { learningRateShare } from './schedule.js';
import type { Settings } from './settings.js';
import { RunningStatistics } from './statistics.js';

/** Rows to learn from or to stop by. */
export interface Examples extends Targets {
  /** Row-major, rows × inputs. */
  x: Float32Array;
  inputs: number;
}

export interface TrainingPlan {
  architecture: Architecture;
  /** Columns of the output: classes, or 1. */
  outputs: number;
  outputBias: ArrayLike<number>;
  settings: Settings;
  /** Epochs to run exactly; null to stop by the examples kept aside. */
  effort: number | null;
  random: Random;
  onProgress?: (done: number) => void;
}

/** A network ready to predict: no normalisation, no dropout. */
export interface TrainedNetwork {
  layout: Layout;
  parameters: Float32Array;
}

/** Floating-point operations between two calls of onProgress. */
const WORK_PER_REPORT = 2e8;

/**
 * Polynomial-decay averaging of the parameters (Shamir and Zhang, 2013), mostly over the last ninth of the steps: training
 * may then stop before the learning rate has come down.
 */
const AVERAGED = 8;

/** One training run: parameters, and all that changes with them. */
export class Trainer {
  readonly #layout: Layout;
  readonly #parameters: Float32Array;
  /** The parameters' average over the last steps: what predicts. */
  readonly #average: Float32Array;
  readonly #gradients: Float32Array;
  readonly #optimiser: AdamW;
  readonly #statistics: RunningStatistics;
  #steps = 0;

  constructor(
    private readonly tf: Tf,
    private readonly plan: TrainingPlan,
    private readonly examples: Examples,
  ) {
    this.#layout = layoutOf(plan.architecture, examples.inputs, plan.outputs);
    this.#parameters = initialise(this.#layout, plan.outputBias, plan.random);
    this.#average = this.#parameters.slice();
    this.#gradients = new Float32Array(this.#layout.size);
    this.#optimiser = new AdamW(this.#layout.size, kernelsOf(this.#layout), plan.settings.weightDecay);
    this.#statistics = new RunningStatistics(this.#layout);
  }

  /** One pass over the examples in a new order, in batches of nearly equal size. */
  epoch(index: number, planned: number): void {
    const rows = this.examples.y.length;
    const order = this.plan.random.shuffle(Int32Array.from({ length: rows }, (_, r) => r));
    const steps = Math.ceil(rows / this.plan.settings.batchSize);
    const perReport = Math.ceil(WORK_PER_REPORT / (6 * this.#layout.size * Math.ceil(rows / steps)));
    for (let s = 0; s < steps; s++) {
      const done = (index + s / steps) / planned;
      const batch = order.subarray(Math.floor((s * rows) / steps), Math.floor(((s + 1) * rows) / steps));
      this.tf.tidy(() => this.#step(batch, this.plan.settings.learningRate * learningRateShare(done)));
      if ((index * steps + s) % perReport === 0) this.plan.onProgress?.(done);
    }
  }

  /** The network as it stands, for prediction. */
  network(): TrainedNetwork {
    return this.#statistics.fold(this.#layout, this.#average);
  }

  #step(batch: Int32Array, learningRate: number): void {
    const { x, y, weights } = examplesAt(this.examples, batch);
    const network = new Network(this.tf, this.#layout, this.#parameters);
    const outputs = network.forward(x, batch.length, () => this.plan.random.below(2 ** 32));
    const gradient = new Float32Array(outputs.length);
    const smoothing = this.plan.settings.labelSmoothing;
    lossOf(outputs, this.#layout.outputs, { y, weights }, smoothing, gradient);
    network.backward(gradient, this.#gradients);
    this.#statistics.update(network.normalised);
    this.#optimiser.step(this.#parameters, this.#gradients, learningRate);
    const share = (AVERAGED + 1) / (++this.#steps + AVERAGED);
    for (let i = 0; i < this.#average.length; i++) this.#average[i] += share * (this.#parameters[i] - this.#average[i]);
  }
}

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

/** The examples of these rows, in this order. */
export function examplesAt({ x, y, weights, inputs }: Examples, rows: Int32Array): Examples {
  const out = new Float32Array(rows.length * inputs);
  rows.forEach((row, i) => out.set(x.subarray(row * inputs, (row + 1) * inputs), i * inputs));
  return {
    x: out,
    inputs,
    y: Float64Array.from(rows, (row) => y[row]),
    weights: Float64Array.from(rows, (row) => weights[row]),
  };
}
