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
export const extraTrees: Paradigm = forestParadigm({ id: 'extra-trees', version: 1, spaceFor, settingsOf });
