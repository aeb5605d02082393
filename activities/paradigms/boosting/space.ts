import type { Point, SearchSpace } from '../../../contracts/candidate/space.js';
import type { BoostingOptions } from '../../../learning/boosting/booster.js';

/** With fewer rows, defaults have smaller leaves and more sampling. */
const SMALL_ROWS = 1000;
const MIN_HESSIAN = 1e-3;

/** Hyperparameters, with defaults that suit a problem of so many rows. */
export function spaceFor(rows: number): SearchSpace {
  const small = rows < SMALL_ROWS;
  const leaves = Math.min(63, Math.max(6, Math.round(0.4 * Math.sqrt(rows))));
  return [
    { name: 'learningRate', type: 'real', min: 0.01, max: 0.3, scale: 'log', default: small ? 0.1 : 0.08 },
    { name: 'maxLeaves', type: 'integer', min: 4, max: 256, scale: 'log', default: leaves },
    { name: 'minSamplesLeaf', type: 'integer', min: 1, max: 128, scale: 'log', default: small ? 12 : 20 },
    { name: 'l2', type: 'real', min: 1e-3, max: 100, scale: 'log', default: small ? 1 : 2 },
    { name: 'subsample', type: 'real', min: 0.5, max: 1, scale: 'linear', default: small ? 0.75 : 0.8 },
    { name: 'columnSample', type: 'real', min: 0.2, max: 1, scale: 'linear', default: small ? 0.5 : 0.6 },
  ];
}

/** A point of the space as the learner's options. */
export function optionsOf(point: Point): BoostingOptions {
  return {
    learningRate: point.learningRate as number,
    maxLeaves: point.maxLeaves as number,
    minSamplesLeaf: point.minSamplesLeaf as number,
    minHessian: MIN_HESSIAN,
    l2: point.l2 as number,
    minGain: 0,
    subsample: point.subsample as number,
    columnSample: point.columnSample as number,
  };
}

/** Bounds of the number of rounds, and the usual number: more with a smaller learning rate. */
export function limitsOf(learningRate: number): { maxRounds: number; patience: number; usualRounds: number } {
  return {
    maxRounds: Math.min(4000, Math.ceil(100 / learningRate)),
    patience: Math.ceil(10 + 3 / learningRate),
    usualRounds: Math.ceil(10 / learningRate),
  };
}
