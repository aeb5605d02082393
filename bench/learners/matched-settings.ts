import type { Architecture, Layer } from '../../contracts/candidate/architecture.js';
import type { BUILT_IN_PARADIGMS } from '../../contracts/candidate/paradigm.js';
import type { Point } from '../../contracts/candidate/space.js';
import type { ProblemShape } from '../../contracts/task.js';

/** A paradigm's settings and those of a peer's learner, set to do the same. */
export interface Match {
  hyperparameters: Point;
  architecture: Architecture | null;
  /** Iterations to run exactly, without early stopping; null for paradigms that do not iterate. */
  effort: number | null;
  /** Whether both get missing values; else both get the same imputed ones. */
  takesMissing: boolean;
  /** Whether predicting is timed too: for learners that only then do their work. */
  timesPrediction: boolean;
  /** A learner of learners.py, and its parameters there. */
  peer: { learner: string; parameters: Record<string, number | string | boolean | number[]> };
}

/** Null if the paradigm does not apply. */
type Matching = (shape: ProblemShape) => Match | null;

const PLAIN = { architecture: null, effort: null, takesMissing: false, timesPrediction: false };

const naiveBayes: Matching = ({ task }) =>
  task === 'regression'
    ? null
    : {
        ...PLAIN,
        hyperparameters: { alpha: 1, varianceSmoothing: 1e-2, calibrate: false },
        peer: { learner: 'naive-bayes', parameters: { alpha: 1, var_smoothing: 1e-2 } },
      };

/**
 * Our penalty stands beside the mean loss, the peer's beside the sum. Both follow L-BFGS until no entry of the gradient
 * is above `tol`: ours is fixed at what the peer is set to.
 */
const linear: Matching = ({ task, rows }) => ({
  ...PLAIN,
  hyperparameters: { penalty: 1 / rows, norm: 'l2', ...forClasses(task, { balanced: false }) },
  peer: task === 'regression' ? RIDGE : LOGISTIC,
});

const RIDGE: Match['peer'] = { learner: 'ridge', parameters: { alpha: 1 } };
const LOGISTIC: Match['peer'] = { learner: 'logistic', parameters: { C: 1, tol: 1e-7, max_iter: 1000 } };

const neighbours: Matching = ({ task }) => ({
  ...PLAIN,
  timesPrediction: true,
  hyperparameters: { neighbours: 15, weights: 'distance', metric: 'euclidean', ...forClasses(task, { smoothing: 0 }) },
  peer: { learner: 'neighbours', parameters: { n_neighbors: 15, weights: 'distance' } },
});

const tree: Matching = ({ task }) => ({
  ...PLAIN,
  takesMissing: true,
  hyperparameters: {
    maxDepth: 16,
    minSamplesLeaf: 10,
    pruning: 0,
    smoothing: 0,
    ...forClasses(task, { criterion: 'gini' }),
  },
  peer: { learner: 'tree', parameters: { max_depth: 16, min_samples_leaf: 10 } },
});

const TREES = 100;
const DEPTH = 64;

function forest(learner: string, takesMissing: boolean): Matching {
  return ({ task }) => ({
    ...PLAIN,
    takesMissing,
    hyperparameters: {
      trees: TREES,
      maxFeatures: 'sqrt',
      minSamplesLeaf: 1,
      maxDepth: DEPTH,
      rowShare: 1,
      ...forClasses(task, { criterion: 'gini', calibrate: false }),
    },
    peer: {
      learner,
      parameters: { n_estimators: TREES, max_features: 'sqrt', min_samples_leaf: 1, max_depth: DEPTH },
    },
  });
}

const ROUNDS = 100;

const boosting: Matching = () => ({
  ...PLAIN,
  takesMissing: true,
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
});

const BATCH = 64;
const RATE = 2e-3;
const HIDDEN: Layer = { units: 64, activation: 'relu', batchNorm: false, dropout: 0, skip: false };

const network: Matching = ({ task, rows }) => ({
  ...PLAIN,
  architecture: { layers: [HIDDEN, HIDDEN] },
  effort: epochsFor(rows),
  hyperparameters: {
    learningRate: RATE,
    weightDecay: 0,
    batchSize: BATCH,
    maxEpochs: epochsFor(rows),
    members: 1,
    ...forClasses(task, { labelSmoothing: 0 }),
  },
  peer: {
    learner: 'network',
    parameters: {
      hidden_layer_sizes: [HIDDEN.units, HIDDEN.units],
      activation: 'relu',
      solver: 'adam',
      learning_rate_init: RATE,
      alpha: 0,
      batch_size: BATCH,
      max_iter: epochsFor(rows),
      n_iter_no_change: epochsFor(rows),
      tol: 0,
      early_stopping: false,
    },
  },
});

/** Enough steps for either learning rate, the annealed and the constant one, to get anywhere. */
function epochsFor(rows: number): number {
  return Math.min(200, Math.max(20, Math.round(40_000 / rows)));
}

function forClasses(task: ProblemShape['task'], point: Point): Point {
  return task === 'regression' ? {} : point;
}

/**
 * How each paradigm meets its peer. What one side does and the other cannot is off, if need be by a value outside the
 * declared space: calibration, pruning, smoothing, dropout, weight decay. What cannot be set stays as it is: our network
 * warms its learning rate up, anneals it and averages its weights, and our forest has one tree more, which says the
 * classes' shares.
 */
export const MATCHES: Readonly<Record<(typeof BUILT_IN_PARADIGMS)[number], Matching>> = {
  'naive-bayes': naiveBayes,
  linear,
  'nearest-neighbours': neighbours,
  tree,
  'random-forest': forest('random-forest', true),
  // scikit-learn's end in leaves where it draws missing values to the side of all others: another learner than ours.
  'extra-trees': forest('extra-trees', false),
  boosting,
  'neural-network': network,
};
