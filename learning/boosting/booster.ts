import type { Random } from '../../random/index.js';
import type { Features } from './features.js';
import { emptyGradients, packGradients, type PackedGradients } from './gradients.js';
import type { TreeGrower } from './grow.js';
import type { Loss } from './loss.js';
import { sampleOf } from './sample.js';
import type { TreeOptions } from './split.js';
import { addTree, type BinnedTree } from './tree.js';

export interface BoostingOptions extends TreeOptions {
  learningRate: number;
  /** Share of the rows that each round is grown on. */
  subsample: number;
  /** Share of the features that each tree may use. */
  columnSample: number;
}

/** The training data: all rows of a binned matrix; a booster may train on a part of them. */
export interface BoostingData {
  readonly features: Features;
  readonly y: Float64Array;
  readonly weights: Float64Array | null;
}

/** The state of a booster: with its data and options, it determines all later rounds. */
export interface BoosterState {
  readonly trees: readonly BinnedTree[];
  /** Of its stream of random numbers. */
  readonly random: readonly number[];
}

/** Gradient boosting of trees (Friedman 2001) by Newton steps, one tree for each of the loss's outputs a round. */
export class Booster {
  readonly trees: BinnedTree[] = [];
  readonly initial: Float64Array;
  readonly #scores: Float64Array;
  readonly #gradients: Float64Array;
  readonly #hessians: Float64Array;
  readonly #packed: PackedGradients;
  readonly #all: Int32Array;

  /**
   * @param train rows to learn from, ascending; those of weight 0 are left out
   * @param watched other rows whose scores are kept, for `loss`
   */
  constructor(
    private readonly data: BoostingData,
    private readonly lossFunction: Loss,
    private readonly options: BoostingOptions,
    private readonly grower: TreeGrower,
    private readonly random: Random,
    private readonly train: Int32Array,
    private readonly watched: Int32Array,
  ) {
    const { rows, columns } = data.features;
    const { weights } = data;
    if (weights) this.train = train.filter((row) => weights[row] > 0);
    this.initial = lossFunction.initial(data.y, weights, this.train);
    this.#scores = new Float64Array(rows * lossFunction.outputs);
    this.initial.forEach((score, k) => this.#scores.fill(score, k * rows, (k + 1) * rows));
    this.#gradients = new Float64Array(rows * lossFunction.outputs);
    this.#hessians = new Float64Array(rows * lossFunction.outputs);
    this.#packed = emptyGradients(rows);
    this.#all = Int32Array.from(columns.keys());
  }

  /** Rounds done. */
  get rounds(): number {
    return this.trees.length / this.lossFunction.outputs;
  }

  get state(): BoosterState {
    return { trees: this.trees, random: this.random.state() };
  }

  /**
   * Restores the state of a booster with the same data, options and rows, before the first step. Scores are summed in
   * the order of the trees, so they are equal to the last bit.
   */
  restore({ trees, random }: BoosterState): void {
    const { features } = this.data;
    const { outputs } = this.lossFunction;
    trees.forEach((tree, t) => {
      const k = t % outputs;
      const scores = this.#scores.subarray(k * features.rows, (k + 1) * features.rows);
      addTree(tree, features, this.train, scores);
      addTree(tree, features, this.watched, scores);
      this.trees.push(tree);
    });
    this.random.restore(random);
  }

  /** Weighted sum of losses over the watched rows. */
  watchedLoss(): number {
    return this.lossFunction.sum(this.data.y, this.data.weights, this.#scores, this.watched);
  }

  /** One round. */
  step(): void {
    const { rows } = this.data.features;
    const { subsample, columnSample } = this.options;
    this.#derive();
    const { chosen, others } = sampleOf(this.train, subsample, this.random);
    for (let k = 0; k < this.lossFunction.outputs; k++) {
      const { chosen: active } = sampleOf(this.#all, columnSample, this.random);
      const gradients = this.#gradients.subarray(k * rows, (k + 1) * rows);
      const hessians = this.#hessians.subarray(k * rows, (k + 1) * rows);
      const constant = this.lossFunction.constantHessian && this.data.weights === null;
      packGradients(gradients, hessians, chosen, constant, this.#packed);
      const tree = this.grower.grow(chosen, active, this.#packed, this.options);
      const scores = this.#scores.subarray(k * rows, (k + 1) * rows);
      this.#setLeaves(tree, gradients, hessians, scores);
      addTree(tree, this.data.features, others, scores);
      addTree(tree, this.data.features, this.watched, scores);
      this.trees.push(tree);
    }
  }

  #derive(): void {
    const { y, weights } = this.data;
    this.lossFunction.derivatives(y, this.#scores, this.train, this.#gradients, this.#hessians);
    if (!weights) return;
    const { rows } = this.data.features;
    for (let start = 0; start < this.#gradients.length; start += rows) {
      for (const row of this.train) {
        this.#gradients[start + row] *= weights[row];
        this.#hessians[start + row] *= weights[row];
      }
    }
  }

  /** Newton steps from exact sums, and the scores of the rows that the tree was grown on. */
  #setLeaves(tree: BinnedTree, gradients: Float64Array, hessians: Float64Array, scores: Float64Array): void {
    const { rows } = this.grower;
    this.grower.forEachLeaf((leaf, begin, end) => {
      let gradient = 0;
      let hessian = 0;
      for (let i = begin; i < end; i++) {
        gradient += gradients[rows[i]];
        hessian += hessians[rows[i]];
      }
      const value = (-this.options.learningRate * gradient) / (hessian + this.options.l2);
      tree.value[leaf] = value;
      for (let i = begin; i < end; i++) scores[rows[i]] += value;
    });
  }
}
