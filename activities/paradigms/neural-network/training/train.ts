import type { Tf } from '../../../../learning/tensorflow/operations.js';
import { AdamW } from './adamw.js';
import { examplesAt, type Examples } from './examples.js';
import { initialise } from '../network/initialise.js';
import { kernelsOf, layoutOf, type Layout } from '../network/layout.js';
import { lossOf } from '../network/loss.js';
import { Network } from '../network/network.js';
import type { TrainedNetwork, TrainingPlan, TrainingState } from './plan.js';
import { learningRateShare } from './schedule.js';
import { RunningStatistics } from '../network/statistics.js';

/** Floating-point operations between two calls of onProgress. */
const WORK_PER_REPORT = 2e8;

/**
 * Polynomial-decay averaging of the parameters (Shamir and Zhang, 2013), mostly over the last ninth of the steps: training
 * may then stop before the learning rate has come down.
 */
const AVERAGED = 8;

/** One training run: its parameters and all other state. */
export class Trainer {
  readonly #layout: Layout;
  readonly #parameters: Float32Array;
  /** The average of the parameters over the last steps, used for prediction. */
  readonly #average: Float32Array;
  readonly #gradients: Float32Array;
  readonly #optimiser: AdamW;
  readonly #statistics: RunningStatistics;
  readonly #stepsPerEpoch: number;
  #steps = 0;
  #orderRandom: readonly number[] = [];

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
    this.#stepsPerEpoch = Math.ceil(examples.y.length / plan.settings.batchSize);
  }

  /** The state of the run: views, valid until its next step. */
  get state(): TrainingState {
    return {
      steps: this.#steps,
      random: this.plan.random.state(),
      orderRandom: this.#orderRandom,
      parameters: this.#parameters,
      average: this.#average,
      gradientMean: this.#optimiser.mean,
      gradientSquare: this.#optimiser.square,
      statistics: this.#statistics.values,
    };
  }

  /** Restores the state of a run with the same plan and examples, also in the middle of an epoch. */
  restore(state: TrainingState): void {
    this.#steps = this.#optimiser.steps = this.#statistics.steps = state.steps;
    this.plan.random.restore(state.random);
    this.#orderRandom = state.orderRandom;
    this.#parameters.set(state.parameters);
    this.#average.set(state.average);
    this.#optimiser.mean.set(state.gradientMean);
    this.#optimiser.square.set(state.gradientSquare);
    this.#statistics.values.set(state.statistics);
  }

  /** Whole epochs done. */
  get epochs(): number {
    return Math.floor(this.#steps / this.#stepsPerEpoch);
  }

  /** The epoch that the last step was of; 0 before any. */
  get current(): number {
    return Math.max(0, Math.ceil(this.#steps / this.#stepsPerEpoch) - 1);
  }

  /**
   * One pass over the examples in a new order, in batches of nearly equal size; if it was started before, the rest of
   * it.
   */
  epoch(index: number, planned: number, afterStep?: () => void): void {
    const rows = this.examples.y.length;
    const steps = this.#stepsPerEpoch;
    const begun = this.#steps - index * steps;
    const order = this.#order(begun > 0);
    const perReport = Math.ceil(WORK_PER_REPORT / (6 * this.#layout.size * Math.ceil(rows / steps)));
    for (let s = begun; s < steps; s++) {
      const done = (index + s / steps) / planned;
      const batch = order.subarray(Math.floor((s * rows) / steps), Math.floor(((s + 1) * rows) / steps));
      this.tf.tidy(() => this.#step(batch, this.plan.settings.learningRate * learningRateShare(done)));
      if ((index * steps + s) % perReport === 0) this.plan.onProgress?.(done);
      afterStep?.();
    }
  }

  /** The network as it stands, for prediction. */
  network(): TrainedNetwork {
    return this.#statistics.fold(this.#layout, this.#average);
  }

  /** The order of an epoch's examples: a new one or, if the epoch was started before, the same as then. */
  #order(begun: boolean): Int32Array {
    const { random } = this.plan;
    const now = random.state();
    if (begun) random.restore(this.#orderRandom);
    else this.#orderRandom = now;
    const order = random.shuffle(Int32Array.from({ length: this.examples.y.length }, (_, r) => r));
    if (begun) random.restore(now);
    return order;
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
