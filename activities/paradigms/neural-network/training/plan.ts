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

/** All that a training run's further course depends on, beside its plan and examples. */
export interface TrainingState {
  /** Steps done, of all epochs; never 0, and after the last of an epoch the next has not begun. */
  readonly steps: number;
  /** The stream of random numbers as it is, and as it was when the epoch's order was drawn from it. */
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
