import type { ProblemShape } from '../../contracts/task.js';
import type { Matrix } from '../arrays/matrix.js';
import { fitForest, type ForestInput, type ForestSettings } from './fit-forest.js';
import { sumTrees, type Forest } from './forest.js';
import { calibrateOutOfBag, plainCalibration, toProbabilities, type Calibration } from './probabilities.js';

/** A forest as data: numbers beside typed arrays. */
export interface ForestModel {
  readonly meta: ForestMeta;
  readonly arrays: ForestArrays;
  readonly importances: Float64Array;
}

export interface ForestMeta {
  /** 0 for regression. */
  readonly classes: number;
  readonly priorTrees: number;
  readonly power: number;
  readonly doubt: number;
}

export type ForestArrays = Forest & Pick<Calibration, 'prior'>;

/**
 * A forest with the calibration that turns its sums into predictions.
 *
 * @param calibrate fits the power of the probabilities on out-of-bag rows
 */
export function fitForestModel(input: ForestInput, settings: ForestSettings, calibrate: boolean): ForestModel {
  const { y, weights, classes } = input;
  const { forest, importances, outOfBag } = fitForest(input, settings);
  const plain = plainCalibration(y, weights, classes, settings.trees);
  const { prior, ...rest } = calibrate && classes > 0 ? calibrateOutOfBag(outOfBag, y, weights, plain) : plain;
  return { meta: { classes, ...rest }, arrays: { ...forest, prior }, importances };
}

/** Row-major: rows × classes probabilities, or rows × 1 values. */
export function predictForest(meta: ForestMeta, arrays: ForestArrays, x: Matrix): Float64Array {
  const { classes } = meta;
  const sums = sumTrees(arrays, x, Math.max(1, classes));
  const trees = arrays.roots.length;
  if (classes > 0) toProbabilities(sums, trees, { ...meta, prior: arrays.prior });
  else for (let r = 0; r < sums.length; r++) sums[r] /= trees;
  return sums;
}

/** Estimated cost of growing: floating-point operations, and bytes beyond the matrix. */
export function priceOfGrowing(shape: ProblemShape, settings: ForestSettings): { work: number; bytes: number } {
  const { rows, columns, classes, task } = shape;
  const width = task === 'regression' ? 1 : classes;
  const drawn = rows * (settings.bootstrap ? 1 - Math.exp(-settings.rowShare) : settings.rowShare);
  // Trees are deeper than balanced ones, by about half.
  const levels = Math.min(settings.maxDepth, 1.5 * Math.log2(Math.max(2, drawn / settings.minLeaf)));
  const leaves = Math.min(2 ** settings.maxDepth, drawn / (1.5 * settings.minLeaf));
  const node = 12 * settings.columnsPerNode + 4 * width;
  const perTree = drawn * levels * (4 * settings.columnsPerNode + 12) + 2 * leaves * node;
  const bin = rows * columns * (8 + Math.log2(rows + 1));
  const predict = settings.trees * (rows - drawn) * (levels * 4 + width);
  return {
    work: bin + settings.trees * perTree + predict,
    bytes: rows * (columns + 72 + 8 * width) + settings.trees * leaves * 2 * (2 * 17 + 2 * 8 * width),
  };
}
