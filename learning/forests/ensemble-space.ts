import type { Point, SearchSpace } from '../../contracts/candidate/space.js';
import type { Task } from '../../contracts/task.js';
import type { ForestSettings } from './fit-forest.js';
import type { ForestKind } from './forest-paradigm.js';

/** What tells one kind of forest of many trees from another. */
export interface EnsembleKind {
  splits: ForestSettings['splits'];
  bootstrap: boolean;
  /** The default of the least number of rows in a leaf, for few rows. */
  minSamplesLeaf: Readonly<Record<'regression' | 'classes', number>>;
  /** Range and defaults of the rows that each tree is given, as a share of all. */
  rowShare: { min: number; regression: number; classes: number };
}

/** What `forestParadigm` needs of a kind of forest of many trees. */
export function ensembleOf(kind: EnsembleKind): Pick<ForestKind, 'spaceFor' | 'settingsOf'> {
  return {
    spaceFor: (task, rows) => ensembleSpace(task, rows, kind),
    settingsOf: (task, columns, point) => ensembleSettings(task, columns, point, kind),
  };
}

/** The hyperparameters of a forest of many trees. */
function ensembleSpace(task: Task, rows: number, { minSamplesLeaf, rowShare }: EnsembleKind): SearchSpace {
  const target = task === 'regression' ? 'regression' : 'classes';
  return [
    ...columnsSpace(task === 'regression' ? 'share' : 'sqrt'),
    ...sizeSpace(rows, minSamplesLeaf[target]),
    { name: 'rowShare', type: 'real', min: rowShare.min, max: 1, scale: 'linear', default: rowShare[target] },
    ...(task === 'regression' ? [] : CLASSES),
  ];
}

const CLASSES: SearchSpace = [
  { name: 'criterion', type: 'category', values: ['gini', 'entropy'], default: 'gini' },
  { name: 'calibrate', type: 'flag', default: true },
];

/** The settings of a point of `ensembleSpace`. */
function ensembleSettings(task: Task, columns: number, point: Point, kind: EnsembleKind): ForestSettings {
  return {
    trees: point.trees as number,
    criterion: task === 'regression' ? 'variance' : (point.criterion as 'gini' | 'entropy'),
    splits: kind.splits,
    maxDepth: point.maxDepth as number,
    minLeaf: point.minSamplesLeaf as number,
    columnsPerNode: columnsPerNode(columns, point),
    bootstrap: kind.bootstrap,
    rowShare: point.rowShare as number,
    smoothing: 0,
    alpha: 0,
  };
}

/**
 * Parameters of any forest's size, with defaults that keep models of many rows small: fewer trees, of at most some ten
 * thousand leaves.
 */
function sizeSpace(rows: number, minSamplesLeaf: number): SearchSpace {
  const byRows = Math.min(64, Math.max(minSamplesLeaf, Math.round(rows / 20_000)));
  return [
    { name: 'trees', type: 'integer', min: 50, max: 1000, scale: 'log', default: rows > 50_000 ? 100 : 200 },
    { name: 'minSamplesLeaf', type: 'integer', min: 1, max: 64, scale: 'log', default: byRows },
    { name: 'maxDepth', type: 'integer', min: 2, max: 64, scale: 'log', default: 64 },
  ];
}

/** Parameters that choose the columns tried at each node. */
function columnsSpace(byDefault: 'sqrt' | 'share'): SearchSpace {
  return [
    { name: 'maxFeatures', type: 'category', values: ['sqrt', 'log2', 'share'], default: byDefault },
    {
      name: 'featureShare',
      type: 'real',
      min: 0.05,
      max: 1,
      scale: 'log',
      default: 0.4,
      when: { parameter: 'maxFeatures', in: ['share'] },
    },
  ];
}

/** The number of columns tried at each node, from the parameters of `columnsSpace`. */
function columnsPerNode(columns: number, { maxFeatures, featureShare }: Point): number {
  const wanted =
    maxFeatures === 'sqrt'
      ? Math.sqrt(columns)
      : maxFeatures === 'log2'
        ? Math.log2(columns)
        : columns * (featureShare as number);
  return Math.min(columns, Math.max(1, Math.floor(wanted + 1e-9)));
}
