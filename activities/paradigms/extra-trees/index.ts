import { defaultPoint, type Point, type SearchSpace } from '../../../contracts/space.js';
import type { Task } from '../../../contracts/task.js';
import { PLAIN_TRANSFORMS } from '../../../contracts/transform.js';
import type { ForestSettings } from '../../../learning/trees/fit-forest.js';
import {
  columnsPerNode,
  columnsSpace,
  fitForestModel,
  predictForest,
  priceOfGrowing,
  sizeSpace,
  type ForestArrays,
  type ForestMeta,
} from '../../../learning/trees/forest-model.js';
import type { Paradigm } from '../paradigm.js';

const ID = 'extra-trees';
const VERSION = 1;

function spaceFor(task: Task, rows: number): SearchSpace {
  const classes: SearchSpace = [
    { name: 'criterion', type: 'category', values: ['gini', 'entropy'], default: 'gini' },
    { name: 'calibrate', type: 'flag', default: true },
  ];
  return [
    ...(task === 'regression' ? columnsSpace('share', 0.4) : columnsSpace('sqrt', 0.4)),
    ...sizeSpace(rows, 1),
    { name: 'rowShare', type: 'real', min: 0.3, max: 1, scale: 'linear', default: task === 'regression' ? 1 : 0.8 },
    ...(task === 'regression' ? [] : classes),
  ];
}

function settingsOf(task: Task, columns: number, point: Point): ForestSettings {
  return {
    trees: point.trees as number,
    criterion: task === 'regression' ? 'variance' : (point.criterion as 'gini' | 'entropy'),
    splits: 'random',
    maxDepth: point.maxDepth as number,
    minLeaf: point.minSamplesLeaf as number,
    columnsPerNode: columnsPerNode(columns, point),
    bootstrap: false,
    rowShare: point.rowShare as number,
    smoothing: 0,
    alpha: 0,
  };
}

/**
 * Extremely randomised trees (Geurts, Ernst and Wehenkel 2006): the best among splits drawn at random, one for each of
 * the columns drawn at each node. Each tree sees most of the rows, so that class probabilities, means over trees, can be
 * calibrated on the others where `calibrate` is set; with a `rowShare` of 1 it sees them all, as in the paper.
 */
export const extraTrees: Paradigm = {
  describe(shape) {
    const hyperparameters = spaceFor(shape.task, shape.rows);
    const settings = settingsOf(shape.task, shape.columns, defaultPoint(hyperparameters));
    return {
      id: ID,
      version: VERSION,
      hyperparameters,
      architecture: null,
      transforms: PLAIN_TRANSFORMS,
      takesMissing: true,
      defaultWork: priceOfGrowing(shape, settings).work,
    };
  },

  cost(shape, hyperparameters) {
    return priceOfGrowing(shape, settingsOf(shape.task, shape.columns, hyperparameters));
  },

  fit(input) {
    const settings = settingsOf(input.task, input.x.columns, input.hyperparameters);
    const fitted = fitForestModel(input, settings, input.hyperparameters.calibrate === true);
    const model = { paradigm: ID, version: VERSION, meta: { ...fitted.meta }, arrays: { ...fitted.arrays } };
    return { model, importances: fitted.importances, effort: null };
  },

  predict(model, x) {
    return predictForest(model.meta as unknown as ForestMeta, model.arrays as unknown as ForestArrays, x);
  },
};
