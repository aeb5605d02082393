import { PART_AXES } from '../../contracts/module/axis-name.js';
import type { SearchContext } from '../../contracts/module/context.js';
import { hashJson } from '../../contracts/json.js';
import { defaultMetric } from '../../contracts/metric.js';
import type { ParadigmDescription } from '../../contracts/candidate/paradigm.js';
import type { Task } from '../../contracts/task.js';
import { PLAIN_TRANSFORMS, SCALED_TRANSFORMS, type ColumnType } from '../../contracts/candidate/transform.js';

/** Paradigms of every kind: with almost nothing to tune, conditions, log scales, an architecture. */
export const EXAMPLE_PARADIGMS: readonly ParadigmDescription[] = [
  {
    id: 'naive-bayes',
    version: 1,
    hyperparameters: [
      { name: 'smoothing', type: 'real', min: 1e-10, max: 1, scale: 'log', default: 1e-9 },
      { name: 'calibrate', type: 'flag', default: true },
    ],
    architecture: null,
    transforms: SCALED_TRANSFORMS,
    takesMissing: true,
    defaultWork: 1e4,
  },
  {
    id: 'boosting',
    version: 1,
    hyperparameters: [
      { name: 'learningRate', type: 'real', min: 0.005, max: 0.5, scale: 'log', default: 0.1 },
      { name: 'leaves', type: 'integer', min: 2, max: 256, scale: 'log', default: 31 },
      { name: 'subsample', type: 'real', min: 0.4, max: 1, scale: 'linear', default: 1 },
      { name: 'growth', type: 'category', values: ['leaf', 'level'], default: 'leaf' },
      {
        name: 'depth',
        type: 'integer',
        min: 2,
        max: 12,
        scale: 'linear',
        default: 6,
        when: { parameter: 'growth', in: ['level'] },
      },
    ],
    architecture: null,
    transforms: PLAIN_TRANSFORMS,
    takesMissing: true,
    defaultWork: 1e7,
  },
  {
    id: 'neural-network',
    version: 1,
    hyperparameters: [
      { name: 'learningRate', type: 'real', min: 1e-4, max: 0.1, scale: 'log', default: 1e-3 },
      { name: 'batch', type: 'integer', min: 16, max: 512, scale: 'log', default: 64 },
    ],
    architecture: {
      layers: { min: 1, max: 4 },
      units: { min: 8, max: 256 },
      activations: ['relu', 'gelu', 'tanh'],
      dropout: { min: 0, max: 0.5 },
      default: { layers: [{ units: 64, activation: 'relu', batchNorm: false, dropout: 0, skip: false }] },
    },
    transforms: SCALED_TRANSFORMS,
    takesMissing: false,
    defaultWork: 1e8,
  },
];

const TYPES: readonly ColumnType[] = ['numeric', 'numeric', 'categorical', 'numeric', 'boolean', 'date'];

/** What an example search is of; all has a default. */
export interface ExampleOptions {
  columns?: number;
  task?: Task;
  paradigms?: readonly ParadigmDescription[];
}

/**
 * A search's context as `profileDataset` would make it: columns of every type, some skewed, some with missing values;
 * from the eighth column on, every eighth is not useful (an identifier).
 */
export function exampleContext({ columns = 6, task = 'binary', paradigms }: ExampleOptions = {}): SearchContext {
  const ref = (name: string): string => `sha256:${hashJson(name)}`;
  return {
    version: 1,
    dataRef: ref('data'),
    assignmentRef: ref('assignment'),
    profileRef: ref('profile'),
    fingerprint: hashJson('file'),
    target: 'target',
    task,
    classes: task === 'regression' ? [] : task === 'binary' ? ['no', 'yes'] : ['a', 'b', 'c'],
    metric: defaultMetric(task),
    plan: {
      method: 'k-fold',
      folds: 5,
      holdoutRows: 200,
      searchRows: 800,
      validationRows: 800,
      unusedRows: 0,
      seed: 7,
    },
    seed: 1,
    columns: Array.from({ length: columns }, (_, i) => {
      const useful = i % 8 !== 7;
      const type: ColumnType = useful ? TYPES[i % TYPES.length] : 'categorical';
      return {
        name: `x${i}`,
        type,
        missing: i % 3 === 1 ? 40 : 0,
        distinct: !useful ? 1000 : type === 'numeric' ? 500 : type === 'date' ? 300 : type === 'boolean' ? 2 : 5 + i,
        skewness: type === 'numeric' ? (i % 4 === 0 ? 4.2 : 0.1) : null,
        useful,
      };
    }),
    axes: [...PART_AXES],
    paradigms: [...(paradigms ?? EXAMPLE_PARADIGMS)],
  };
}
