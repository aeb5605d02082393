import type { AxisName } from '../../contracts/module/axis-name.js';
import type { BUILT_IN_PARADIGMS } from '../../contracts/candidate/paradigm.js';
import type { Strategy } from '../../contracts/search/strategy.js';
import type { Task } from '../../contracts/task.js';
import { differences, friedman, heavyTailed, misledNeighbours, redundant, TARGET, type Generator } from './generate.js';

/**
 * A file of the data folder, of which a third is kept for the nested holdout, or all but so many rows that trials stay
 * cheap; or rows that are drawn for each seed.
 */
export type Source =
  { file: string; trainRows?: number } | { generate: Generator; trainRows: number; testRows: number };

export interface Problem {
  name: string;
  source: Source;
  target: string;
  task: Task;
  paradigms: (typeof BUILT_IN_PARADIGMS)[number][];
  axes: AxisName[];
  /** The budget of each strategy. */
  maxTrials: number;
  /** Which axes depend on each other, by construction; null if nothing is known of it. */
  interaction: string | null;
}

/** One search of the benchmark. */
export interface Run {
  problem: Problem;
  strategy: Strategy;
  seed: number;
}

const ALL_BUT_ARCHITECTURE: AxisName[] = ['paradigm', 'features', 'transforms', 'hyperparameters'];
const TEST_ROWS = 3000;

type RealProblem = Pick<Problem, 'target' | 'task' | 'paradigms' | 'maxTrials'> & { trainRows?: number };

const real = (name: string, { trainRows, ...problem }: RealProblem): Problem => ({
  name,
  source: { file: `${name}.csv`, trainRows },
  axes: ALL_BUT_ARCHITECTURE,
  interaction: null,
  ...problem,
});

/** What the strategies are compared on. Paradigms are those whose trials cost a few tenths of a second on these rows. */
export const PROBLEMS: readonly Problem[] = [
  {
    name: 'redundant',
    source: { generate: redundant, trainRows: 120, testRows: TEST_ROWS },
    target: TARGET,
    task: 'regression',
    paradigms: ['linear'],
    axes: ['features', 'hyperparameters'],
    maxTrials: 150,
    interaction: 'features with hyperparameters: few columns with a weak penalty, all with a strong one',
  },
  {
    name: 'differences',
    source: { generate: differences, trainRows: 240, testRows: TEST_ROWS },
    target: TARGET,
    task: 'regression',
    paradigms: ['linear'],
    axes: ['features', 'hyperparameters'],
    maxTrials: 150,
    interaction: 'features with hyperparameters: substitutes with the default penalty, pairs with a very weak one',
  },
  {
    name: 'misled-neighbours',
    source: { generate: misledNeighbours, trainRows: 400, testRows: TEST_ROWS },
    target: TARGET,
    task: 'binary',
    paradigms: ['linear', 'nearest-neighbours', 'tree', 'random-forest'],
    axes: ['paradigm', 'features', 'hyperparameters'],
    maxTrials: 120,
    interaction: 'features with paradigm: a forest on all columns, nearest neighbours on the two that count',
  },
  {
    name: 'friedman',
    source: { generate: friedman, trainRows: 400, testRows: TEST_ROWS },
    target: TARGET,
    task: 'regression',
    paradigms: ['linear', 'nearest-neighbours', 'tree', 'random-forest'],
    axes: ALL_BUT_ARCHITECTURE,
    maxTrials: 100,
    interaction: 'features with paradigm and hyperparameters',
  },
  {
    name: 'heavy-tailed',
    source: { generate: heavyTailed, trainRows: 300, testRows: TEST_ROWS },
    target: TARGET,
    task: 'regression',
    paradigms: ['linear', 'nearest-neighbours', 'tree', 'random-forest'],
    axes: ['paradigm', 'transforms', 'hyperparameters'],
    maxTrials: 120,
    interaction: 'transforms with paradigm: a forest on raw columns, a linear model on their logarithms',
  },
  real('wine', {
    target: 'target',
    task: 'multiclass',
    paradigms: ['naive-bayes', 'linear', 'nearest-neighbours', 'tree', 'random-forest', 'extra-trees'],
    maxTrials: 150,
  }),
  real('breast_cancer', {
    target: 'target',
    task: 'binary',
    paradigms: ['naive-bayes', 'linear', 'nearest-neighbours', 'tree', 'random-forest', 'extra-trees'],
    maxTrials: 150,
  }),
  real('pima2', {
    target: 'diabetes',
    task: 'binary',
    paradigms: ['naive-bayes', 'linear', 'nearest-neighbours', 'tree', 'random-forest', 'boosting'],
    maxTrials: 150,
  }),
  real('diabetes', {
    target: 'target',
    task: 'regression',
    paradigms: ['linear', 'nearest-neighbours', 'tree', 'random-forest', 'boosting'],
    maxTrials: 150,
  }),
  real('abalone', {
    target: 'Rings',
    task: 'regression',
    paradigms: ['linear', 'nearest-neighbours', 'tree', 'random-forest', 'boosting'],
    maxTrials: 100,
    trainRows: 1000,
  }),
  real('spam', {
    target: 'type',
    task: 'binary',
    paradigms: ['naive-bayes', 'linear', 'nearest-neighbours', 'tree', 'random-forest'],
    maxTrials: 100,
    trainRows: 700,
  }),
  {
    name: 'digits',
    source: { file: 'digits.csv', trainRows: 250 },
    target: 'target',
    task: 'multiclass',
    paradigms: ['neural-network'],
    axes: ['features', 'architecture'],
    maxTrials: 30,
    interaction: null,
  },
];
