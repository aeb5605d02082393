import type { Architecture, Layer } from '../../contracts/architecture.js';
import type { Point } from '../../contracts/space.js';
import type { ProblemShape } from '../../contracts/task.js';

export type Parameters = Record<string, number | string | boolean | number[]>;

/** A paradigm of ours and a peer's learner, set to do the same. */
export interface Match {
  paradigm: string;
  hyperparameters: Point;
  architecture: Architecture | null;
  /** Iterations to run exactly, without early stopping; null for paradigms that do not iterate. */
  effort: number | null;
  /** Whether both get missing values; else both get the same imputed ones. */
  takesMissing: boolean;
  /** Whether predicting is timed too: for learners that only then do their work. */
  timesPrediction: boolean;
  peer: { learner: string; parameters: Parameters };
}

const ROUNDS = 100;
const EPOCHS = 20;
const BATCH = 64;
const HIDDEN: Layer = { units: 64, activation: 'relu', batchNorm: false, dropout: 0, skip: false };

/**
 * The settings under which each paradigm meets its peer. What one side does and the other cannot is off (calibration,
 * pruning, smoothing, dropout, weight decay); what neither lets be set is left as it is: our network warms its learning
 * rate up and anneals it and averages its weights, our forest adds one tree that says the classes' shares.
 */
export function matchesFor({ task, rows }: ProblemShape): Match[] {
  const classes = task !== 'regression';
  const none = { architecture: null, effort: null, takesMissing: false, timesPrediction: false };
  const criterion: Point = classes ? { criterion: 'gini' } : {};
  const matches: Match[] = [
    {
      ...none,
      paradigm: 'linear',
      // Ours stands beside the mean loss, the peer's beside the sum.
      hyperparameters: { penalty: 1 / rows, norm: 'l2', ...(classes ? { balanced: false } : {}) },
      peer: classes
        ? { learner: 'logistic', parameters: { C: 1, max_iter: 1000 } }
        : { learner: 'ridge', parameters: { alpha: 1 } },
    },
    {
      ...none,
      timesPrediction: true,
      paradigm: 'nearest-neighbours',
      hyperparameters: {
        neighbours: 15,
        weights: 'distance',
        metric: 'euclidean',
        ...(classes ? { smoothing: 0 } : {}),
      },
      peer: { learner: 'neighbours', parameters: { n_neighbors: 15, weights: 'distance' } },
    },
    {
      ...none,
      takesMissing: true,
      paradigm: 'tree',
      hyperparameters: { maxDepth: 16, minSamplesLeaf: 10, pruning: 0, smoothing: 0, ...criterion },
      peer: { learner: 'tree', parameters: { max_depth: 16, min_samples_leaf: 10 } },
    },
    forestMatch('random-forest', classes, criterion),
    forestMatch('extra-trees', classes, criterion),
    {
      ...none,
      takesMissing: true,
      paradigm: 'boosting',
      effort: ROUNDS,
      hyperparameters: { learningRate: 0.1, maxLeaves: 31, minSamplesLeaf: 20, l2: 1, subsample: 1, columnSample: 1 },
      peer: {
        learner: 'boosting',
        parameters: {
          num_boost_round: ROUNDS,
          learning_rate: 0.1,
          num_leaves: 31,
          min_data_in_leaf: 20,
          min_sum_hessian_in_leaf: 1e-3,
          lambda_l2: 1,
          max_bin: 255,
        },
      },
    },
    {
      ...none,
      paradigm: 'neural-network',
      architecture: { layers: [HIDDEN, HIDDEN] },
      effort: EPOCHS,
      hyperparameters: {
        learningRate: 2e-3,
        weightDecay: 0,
        batchSize: BATCH,
        maxEpochs: EPOCHS,
        ...(classes ? { labelSmoothing: 0 } : {}),
      },
      peer: {
        learner: 'network',
        parameters: {
          hidden_layer_sizes: [HIDDEN.units, HIDDEN.units],
          activation: 'relu',
          solver: 'adam',
          learning_rate_init: 2e-3,
          alpha: 0,
          batch_size: BATCH,
          max_iter: EPOCHS,
          n_iter_no_change: EPOCHS,
          tol: 0,
          early_stopping: false,
        },
      },
    },
  ];
  if (classes) {
    matches.unshift({
      ...none,
      paradigm: 'naive-bayes',
      hyperparameters: { alpha: 1, varianceSmoothing: 1e-2, calibrate: false },
      peer: { learner: 'naive-bayes', parameters: { alpha: 1, var_smoothing: 1e-2 } },
    });
  }
  return matches;
}

function forestMatch(paradigm: 'random-forest' | 'extra-trees', classes: boolean, criterion: Point): Match {
  return {
    paradigm,
    architecture: null,
    effort: null,
    takesMissing: true,
    timesPrediction: false,
    hyperparameters: {
      trees: 100,
      maxFeatures: 'sqrt',
      minSamplesLeaf: 1,
      maxDepth: 64,
      rowShare: 1,
      ...(classes ? { ...criterion, calibrate: false } : {}),
    },
    peer: {
      learner: paradigm,
      parameters: { n_estimators: 100, max_features: 'sqrt', min_samples_leaf: 1, max_depth: 64 },
    },
  };
}
