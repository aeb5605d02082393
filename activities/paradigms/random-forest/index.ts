import type { Point, SearchSpace } from '../../../contracts/candidate/space.js';
import type { Task } from '../../../contracts/task.js';
import type { ForestSettings } from '../../../learning/forests/fit-forest.js';
import { columnsPerNode, columnsSpace, sizeSpace } from '../../../learning/forests/forest-model.js';
import { forestParadigm } from '../../../learning/forests/forest-paradigm.js';
import type { Paradigm } from '../../../training/paradigm/paradigm.js';

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
export const randomForest: Paradigm = forestParadigm({ id: 'random-forest', version: 1, spaceFor, settingsOf });
