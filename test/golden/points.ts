import type { Architecture } from '../../contracts/candidate/architecture.js';
import type { BUILT_IN_PARADIGMS } from '../../contracts/candidate/paradigm.js';
import type { Point } from '../../contracts/candidate/space.js';

interface Points {
  /** Hyperparameters of the fits, which between them take each branch. Those that a task does not have are left out. */
  hyperparameters: Point[];
  /** Of all fits. */
  architecture?: Architecture;
}

/** Of both kinds of forest. */
const FOREST_POINTS: Point[] = [
  {
    maxFeatures: 'sqrt',
    trees: 50,
    minSamplesLeaf: 1,
    maxDepth: 64,
    rowShare: 0.8,
    criterion: 'gini',
    calibrate: true,
  },
  {
    maxFeatures: 'log2',
    trees: 50,
    minSamplesLeaf: 3,
    maxDepth: 5,
    rowShare: 1,
    criterion: 'entropy',
    calibrate: false,
  },
  {
    maxFeatures: 'share',
    featureShare: 0.6,
    trees: 50,
    minSamplesLeaf: 2,
    maxDepth: 8,
    rowShare: 0.5,
    criterion: 'entropy',
    calibrate: true,
  },
];

/** Written out, for defaults may change without a new version. */
export const POINTS: Record<(typeof BUILT_IN_PARADIGMS)[number], Points> = {
  'naive-bayes': {
    hyperparameters: [
      { alpha: 1, varianceSmoothing: 0.01, calibrate: true },
      { alpha: 0.2, varianceSmoothing: 0.1, calibrate: false },
    ],
  },
  linear: {
    hyperparameters: [
      { penalty: 0.01, norm: 'l2', balanced: false },
      { penalty: 0.02, norm: 'l1', balanced: true },
      { penalty: 0.03, norm: 'elastic-net', l1Ratio: 0.4, balanced: false },
    ],
  },
  'nearest-neighbours': {
    hyperparameters: [
      { neighbours: 15, weights: 'distance', metric: 'manhattan', smoothing: 0.3 },
      { neighbours: 4, weights: 'uniform', metric: 'euclidean', smoothing: 2 },
    ],
  },
  tree: {
    hyperparameters: [
      { maxDepth: 16, minSamplesLeaf: 5, pruning: 0.001, smoothing: 10, criterion: 'gini' },
      { maxDepth: 5, minSamplesLeaf: 1, pruning: 0.02, smoothing: 0.5, criterion: 'entropy' },
    ],
  },
  'random-forest': { hyperparameters: FOREST_POINTS },
  'extra-trees': { hyperparameters: FOREST_POINTS },
  boosting: {
    hyperparameters: [
      { learningRate: 0.1, maxLeaves: 6, minSamplesLeaf: 12, l2: 1, subsample: 0.75, columnSample: 0.5 },
      { learningRate: 0.3, maxLeaves: 12, minSamplesLeaf: 1, l2: 10, subsample: 1, columnSample: 1 },
    ],
  },
  'neural-network': {
    hyperparameters: [
      { learningRate: 0.01, weightDecay: 1, batchSize: 32, maxEpochs: 12, members: 1, labelSmoothing: 0 },
      { learningRate: 0.02, weightDecay: 0.1, batchSize: 16, maxEpochs: 10, members: 2, labelSmoothing: 0.05 },
    ],
    architecture: {
      layers: [
        { units: 12, activation: 'relu', batchNorm: false, dropout: 0.15, skip: false },
        { units: 8, activation: 'gelu', batchNorm: true, dropout: 0, skip: true },
        { units: 8, activation: 'swish', batchNorm: false, dropout: 0, skip: true },
        { units: 8, activation: 'tanh', batchNorm: false, dropout: 0.1, skip: false },
        { units: 8, activation: 'elu', batchNorm: true, dropout: 0, skip: false },
      ],
    },
  },
};
