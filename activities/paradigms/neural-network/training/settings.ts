import type { Architecture, ArchitectureSpace } from '../../../../contracts/candidate/architecture.js';
import type { SearchSpace } from '../../../../contracts/candidate/space.js';
import type { ProblemShape } from '../../../../contracts/task.js';

/** The hyperparameters, typed. */
export interface Settings {
  learningRate: number;
  weightDecay: number;
  batchSize: number;
  maxEpochs: number;
  /** Number of networks whose predictions are averaged, each with its own initialisation and validation rows. */
  members: number;
  /** Share of each class target that is spread over all classes. */
  labelSmoothing: number;
}

/** The hyperparameter space for a problem; the defaults of batch size and epochs depend on its rows. */
export function spaceFor({ task, rows }: ProblemShape): SearchSpace {
  const space: SearchSpace = [
    { name: 'learningRate', type: 'real', min: 1e-4, max: 3e-2, scale: 'log', default: 2e-3 },
    { name: 'weightDecay', type: 'real', min: 1e-3, max: 10, scale: 'log', default: 1 },
    { name: 'batchSize', type: 'integer', min: 16, max: 512, scale: 'log', default: batchSizeFor(rows) },
    { name: 'maxEpochs', type: 'integer', min: 10, max: 200, scale: 'log', default: epochsFor(rows) },
    { name: 'members', type: 'integer', min: 1, max: 4, scale: 'log', default: 1 },
  ];
  if (task !== 'regression')
    space.push({ name: 'labelSmoothing', type: 'real', min: 0, max: 0.1, scale: 'linear', default: 0 });
  return space;
}

/** About 30 steps an epoch, in powers of two. */
function batchSizeFor(rows: number): number {
  return Math.min(256, Math.max(32, 2 ** Math.round(Math.log2(rows / 30))));
}

function epochsFor(rows: number): number {
  return Math.min(100, Math.max(15, Math.round(400_000 / rows)));
}

/** On few rows, fewer units are as good at half the cost. */
function defaultFor(rows: number): Architecture {
  const hidden = {
    units: rows < 1000 ? 64 : 128,
    activation: 'relu',
    batchNorm: false,
    dropout: 0.15,
    skip: false,
  } as const;
  return { layers: [hidden, hidden] };
}

/** Where no architecture is given. */
export const DEFAULT_ARCHITECTURE = defaultFor(Infinity);

/** Networks with more units than rows, or deep ones on few rows, are expensive and gave no gain in measurements. */
export function architecturesFor({ rows }: ProblemShape): ArchitectureSpace {
  return {
    layers: { min: 1, max: rows < 1000 ? 3 : 5 },
    units: { min: 8, max: Math.min(512, Math.max(128, 2 ** Math.floor(Math.log2(rows)))) },
    activations: ['relu', 'gelu', 'swish', 'tanh', 'elu'],
    dropout: { min: 0, max: 0.6 },
    default: defaultFor(rows),
  };
}
