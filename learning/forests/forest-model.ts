import type { Point, SearchSpace } from '../../contracts/candidate/space.js';
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
 * A forest with what turns its sums into predictions.
 *
 * @param calibrate fits the power of the probabilities on the rows that each tree did not see
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

/**
 * Parameters of any forest's size, with defaults that keep models of many rows small: fewer trees, of at most some ten
 * thousand leaves.
 */
export function sizeSpace(rows: number, minSamplesLeaf: number): SearchSpace {
  const byRows = Math.min(64, Math.max(minSamplesLeaf, Math.round(rows / 20_000)));
  return [
    { name: 'trees', type: 'integer', min: 50, max: 1000, scale: 'log', default: rows > 50_000 ? 100 : 200 },
    { name: 'minSamplesLeaf', type: 'integer', min: 1, max: 64, scale: 'log', default: byRows },
    { name: 'maxDepth', type: 'integer', min: 2, max: 64, scale: 'log', default: 64 },
  ];
}

/** Parameters that choose the columns tried at each node. */
export function columnsSpace(byDefault: 'sqrt' | 'log2' | 'share', share: number): SearchSpace {
  return [
    { name: 'maxFeatures', type: 'category', values: ['sqrt', 'log2', 'share'], default: byDefault },
    {
      name: 'featureShare',
      type: 'real',
      min: 0.05,
      max: 1,
      scale: 'log',
      default: share,
      when: { parameter: 'maxFeatures', in: ['share'] },
    },
  ];
}

/** The number of columns tried at each node, from the parameters of `columnsSpace`. */
export function columnsPerNode(columns: number, { maxFeatures, featureShare }: Point): number {
  const wanted =
    maxFeatures === 'sqrt'
      ? Math.sqrt(columns)
      : maxFeatures === 'log2'
        ? Math.log2(columns)
        : columns * (featureShare as number);
  return Math.min(columns, Math.max(1, Math.floor(wanted + 1e-9)));
}

/** Modelled price of growing: floating-point operations, and bytes beyond the matrix. */
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
