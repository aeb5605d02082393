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

const ID = 'random-forest';
const VERSION = 1;

function spaceFor(task: Task, rows: number): SearchSpace {
  const classes: SearchSpace = [
    { name: 'criterion', type: 'category', values: ['gini', 'entropy'], default: 'gini' },
    { name: 'calibrate', type: 'flag', default: true },
  ];
  return [
    ...(task === 'regression' ? columnsSpace('share', 0.4) : columnsSpace('sqrt', 0.4)),
    ...sizeSpace(rows, task === 'regression' ? 3 : 1),
    { name: 'rowShare', type: 'real', min: 0.2, max: 1, scale: 'linear', default: 1 },
    ...(task === 'regression' ? [] : classes),
  ];
}

function settingsOf(task: Task, columns: number, point: Point): ForestSettings {
  return {
    trees: point.trees as number,
    criterion: task === 'regression' ? 'variance' : (point.criterion as 'gini' | 'entropy'),
    splits: 'best',
    maxDepth: point.maxDepth as number,
    minLeaf: point.minSamplesLeaf as number,
    columnsPerNode: columnsPerNode(columns, point),
    bootstrap: true,
    rowShare: point.rowShare as number,
    smoothing: 0,
    alpha: 0,
  };
}

/**
 * Random forest (Breiman 2001) on histograms of 8-bit bins: trees on rows drawn with replacement, the best split among
 * columns drawn at each node. Class probabilities are means over trees, calibrated out of bag where `calibrate` is set.
 */
export const randomForest: Paradigm = {
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
