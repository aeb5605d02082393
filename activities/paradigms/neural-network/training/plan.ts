import type { Architecture } from '../../../../contracts/candidate/architecture.js';
import type { Random } from '../../../../random/index.js';
import type { Layout } from '../network/layout.js';
import type { Settings } from './settings.js';

export interface TrainingPlan {
  architecture: Architecture;
  /** Columns of the output: classes, or 1. */
  outputs: number;
  outputBias: ArrayLike<number>;
  settings: Settings;
  /** Exact number of epochs; null for early stopping. */
  effort: number | null;
  random: Random;
  onProgress?: (done: number) => void;
}

/** A network ready to predict: no normalisation, no dropout. */
export interface TrainedNetwork {
  layout: Layout;
  parameters: Float32Array;
}

/** The state of a training run: with its plan and examples, it determines the rest of the run. */
export interface TrainingState {
  /** Steps done in all epochs, at least 1; after the last step of an epoch the next one has not started. */
  readonly steps: number;
  /** The random generator's state, and its state when the epoch's order was drawn. */
  readonly random: readonly number[];
  readonly orderRandom: readonly number[];
  /** Vectors of the network's layout. */
  readonly parameters: Float32Array;
  readonly average: Float32Array;
  /** The optimiser's moments. */
  readonly gradientMean: Float32Array;
  readonly gradientSquare: Float32Array;
  /** See `RunningStatistics`. */
  readonly statistics: Float64Array;
}
