import type { ProblemShape, Task } from '../../contracts/task.js';
import type { Matrix } from '../../learning/arrays/matrix.js';
import { createRandom, type Random } from '../../random/index.js';
import { matrixOf } from './matrix.js';

/** Training rows, and others of the same kind to predict. */
export interface LearningProblem {
  what: string;
  task: Task;
  /** 2 for binary, 0 for regression. */
  classes: number;
  train: LabelledRows;
  valid: LabelledRows;
  /** There are missing values. */
  missing: boolean;
}

interface LabelledRows {
  x: Matrix;
  /** Class codes or values. */
  y: Float64Array;
}

export const TASKS: readonly Task[] = ['binary', 'multiclass', 'regression'];

const TRAIN_ROWS = 160;
const VALID_ROWS = 80;

/** The shape of a fit's problem, as given to paradigms. */
export function shapeOf({ task, classes, train: { x } }: LearningProblem): ProblemShape {
  return { task, classes, rows: x.rows, columns: x.columns };
}

/** A row of columns and its target. */
type Row = { x: number[]; y: number };
type Draw = (random: Random) => Row;

function problemOf(
  what: string,
  task: Task,
  classes: number,
  rows: { train: readonly Row[]; valid: readonly Row[] },
): LearningProblem {
  const labelled = (of: readonly Row[]): LabelledRows => ({
    x: matrixOf(of.map(({ x }) => x)),
    y: Float64Array.from(of, ({ y }) => y),
  });
  const [train, valid] = [labelled(rows.train), labelled(rows.valid)];
  return { what, task, classes, train, valid, missing: train.x.data.some(Number.isNaN) };
}

/** Rows drawn one by one, the same ones each time. */
function drawn(what: string, task: Task, classes: number, draw: Draw, rows = TRAIN_ROWS): LearningProblem {
  const random = createRandom(20);
  const many = (count: number): Row[] => Array.from({ length: count }, () => draw(random));
  return problemOf(what, task, classes, { train: many(rows), valid: many(VALID_ROWS) });
}

/** Classes around centres of their own in two columns, beside two columns of noise. @param present codes that occur */
function clusters(present: readonly number[]): Draw {
  return (random) => {
    const y = random.pick(present);
    // Centres on a grid, four to a row, far apart beside the spread within a class.
    const x = [2 * (y % 4) - 1 + 0.5 * random.normal(), 2 * Math.floor(y / 4) + (y % 2) + 0.5 * random.normal()];
    return { x: [...x, random.normal(), random.normal()], y };
  };
}

/** A sum of two columns beside two of noise. */
function plane(offset: number): Draw {
  return (random) => {
    const x = Array.from({ length: 4 }, () => random.normal());
    return { x, y: offset + 3 * x[0] - 2 * x[1] + 0.3 * random.normal() };
  };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

function easy(task: Task): LearningProblem {
  if (task === 'regression') return drawn('easy', task, 0, plane(0));
  const classes = task === 'binary' ? 2 : 3;
  return drawn('easy', task, classes, clusters(upTo(classes)));
}

export const EASY: readonly LearningProblem[] = TASKS.map(easy);

/** One in five values is missing, and a column altogether. */
export const MISSING: readonly LearningProblem[] = EASY.map((problem) => {
  const random = createRandom(21);
  const without = ({ x, y }: LabelledRows): LabelledRows => ({
    x: { ...x, data: x.data.map((value, i) => (i >= 3 * x.rows || random.chance(0.2) ? NaN : value)) },
    y,
  });
  return { ...problem, train: without(problem.train), valid: without(problem.valid), missing: true };
});

/** The second half of the columns has one value each. */
export const CONSTANT: readonly LearningProblem[] = EASY.map((problem) => {
  const flat = ({ x, y }: LabelledRows): LabelledRows => ({
    x: { ...x, data: x.data.map((value, i) => (i < 2 * x.rows ? value : i < 3 * x.rows ? 0 : 7)) },
    y,
  });
  return { ...problem, train: flat(problem.train), valid: flat(problem.valid) };
});

export const MANY_CLASSES = drawn('many classes', 'multiclass', 12, clusters(upTo(12)), 300);

/** Of four classes one has no row to learn from. */
export const ABSENT_CLASS = drawn('a class without rows', 'multiclass', 4, clusters([0, 1, 3]));

/** Of three classes one has a single row. */
export const LONE_ROW: LearningProblem = (() => {
  const { train, valid, ...common } = drawn('a class of one row', 'multiclass', 3, clusters([0, 1]));
  train.y[0] = 2;
  return { ...common, train, valid };
})();

/** The values lie far from 0, and close together. */
export const FAR_VALUES = drawn('values far from 0', 'regression', 0, plane(1000));

/** Hard or impossible problems, of which little or nothing can be learnt: no fit has to succeed. */
export const DEGENERATE: readonly LearningProblem[] = EASY.flatMap(({ task, classes, train, valid }) => {
  const random = createRandom(22);
  const labelled = (count: number, x: () => number[], y?: number): Row[] =>
    Array.from({ length: count }, (_, i) => ({ x: x(), y: y ?? train.y[i] }));
  const numbers = (count: number, scale: number) => () => Array.from({ length: count }, () => scale * random.normal());
  const both = (what: string, rows: number, x: () => number[], y?: number): LearningProblem =>
    problemOf(what, task, classes, { train: labelled(rows, x, y), valid: labelled(10, x, y) });
  return [
    both('nothing but constant columns', 30, () => [1, 1, 1]),
    both('two rows', 2, numbers(3, 1)),
    both('one row', 1, numbers(3, 1)),
    both('one column', 30, numbers(1, 1)),
    both('more columns than rows', 20, numbers(120, 1)),
    both('huge values', 30, numbers(3, 1e12)),
    both('one value or class in all rows', 30, numbers(3, 1), 1),
    { what: 'columns twice', task, classes, train: twice(train), valid: twice(valid), missing: false },
  ];
});

function twice({ x, y }: LabelledRows): LabelledRows {
  const rows = upTo(x.rows).map((r) => upTo(2 * x.columns).map((c) => x.data[(c % x.columns) * x.rows + r]));
  return { x: matrixOf(rows), y };
}
