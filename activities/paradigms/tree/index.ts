import type { Point, SearchSpace } from '../../../contracts/candidate/space.js';
import type { Task } from '../../../contracts/task.js';
import type { ForestSettings } from '../../../learning/forests/fit-forest.js';
import { forestParadigm } from '../../../learning/forests/forest-paradigm.js';
import type { Paradigm } from '../../../training/paradigm/paradigm.js';

function spaceFor(task: Task): SearchSpace {
  const classes: SearchSpace = [{ name: 'criterion', type: 'category', values: ['gini', 'entropy'], default: 'gini' }];
  return [
    { name: 'maxDepth', type: 'integer', min: 1, max: 32, scale: 'log', default: 16 },
    { name: 'minSamplesLeaf', type: 'integer', min: 1, max: 200, scale: 'log', default: 5 },
    { name: 'pruning', type: 'real', min: 1e-6, max: 0.1, scale: 'log', default: 1e-3 },
    { name: 'smoothing', type: 'real', min: 0.1, max: 100, scale: 'log', default: 10 },
    ...(task === 'regression' ? [] : classes),
  ];
}

function settingsOf(task: Task, columns: number, point: Point): ForestSettings {
  return {
    trees: 1,
    criterion: task === 'regression' ? 'variance' : (point.criterion as 'gini' | 'entropy'),
    splits: 'best',
    maxDepth: point.maxDepth as number,
    minLeaf: point.minSamplesLeaf as number,
    columnsPerNode: columns,
    bootstrap: false,
    rowShare: 1,
    smoothing: point.smoothing as number,
    alpha: point.pruning as number,
  };
}

/**
 * A decision tree (CART, Breiman et al. 1984) on histograms of 8-bit bins, with cost-complexity pruning; each node's
 * value is shrunk towards its parent's, so that no probability is 0 and small leaves have little effect.
 */
export const tree: Paradigm = forestParadigm({ id: 'tree', version: 1, spaceFor, settingsOf });
