import type { Task } from '../../contracts/task.js';
import type { Matrix } from '../../learning/arrays/matrix.js';
import type { Column, Dataset, Target } from '../../learning/arrays/table.js';
import { createRandom } from '../../random/index.js';

export const TASKS: readonly Task[] = ['binary', 'multiclass', 'regression'];

/** 0 for regression. */
export const CLASSES = { binary: 2, multiclass: 3, regression: 0 } as const satisfies Record<Task, number>;

const ROWS = 150;
const TRAIN_ROWS = 100;

/** Two of each of the first rows are copies. */
const COPIES = 20;

export interface MatrixProblem {
  train: Matrix;
  /** Rows that are predicted. */
  others: Matrix;
  /** One a row of `train`: codes or values. */
  y: Float64Array;
  /** One a row of `train`, from 1 to 2. */
  weights: Float64Array;
  /** As `FitInput.groups`. */
  groups: Int32Array;
}

/**
 * A small problem as a matrix: three columns of numbers, one of them skewed and one with missing values, a column of 0 and
 * 1 and one of four codes.
 *
 * @param takesMissing otherwise 0 stands for missing values
 */
export function matrixProblem(task: Task, takesMissing: boolean): MatrixProblem {
  const random = createRandom(20);
  const rows: number[][] = [];
  for (let r = 0; r < ROWS; r++) {
    const copy = r < COPIES && r % 2 === 1;
    const fresh = [gauss(random), gauss(random) ** 2, gauss(random), random.below(2), random.below(4)];
    if (random.chance(0.15)) fresh[2] = takesMissing ? NaN : 0;
    rows.push(copy ? rows[r - 1] : fresh);
  }
  const noise = Array.from({ length: ROWS }, () => gauss(random));
  return {
    train: matrixOf(rows.slice(0, TRAIN_ROWS)),
    others: matrixOf(rows.slice(TRAIN_ROWS)),
    y: Float64Array.from(rows.slice(0, TRAIN_ROWS), (row, r) => targetOf(task, row, noise[r])),
    weights: Float64Array.from({ length: TRAIN_ROWS }, () => 1 + random.float()),
    groups: Int32Array.from({ length: TRAIN_ROWS }, (_, r) => (r < COPIES ? r >> 1 : r - (COPIES >> 1))),
  };
}

/** About normal, and by sums and products alone: the same bits whatever Node's sine and cosine are. */
function gauss({ float }: { float: () => number }): number {
  return float() + float() + float() + float() - 2;
}

function targetOf(task: Task, [a, b, c, d, e]: number[], noise: number): number {
  const value = 2 * a - b + (Number.isNaN(c) ? 0.5 : c) * (d === 1 ? 1 : -1) + (e === 2 ? 1.5 : 0) + 0.3 * noise;
  if (task === 'regression') return value;
  if (task === 'binary') return value > 0 ? 1 : 0;
  return value < -0.5 ? 0 : value < 0.7 ? 1 : 2;
}

function matrixOf(rows: number[][]): Matrix {
  const columns = rows[0].length;
  const data = new Float64Array(rows.length * columns);
  rows.forEach((row, r) => row.forEach((value, c) => (data[c * rows.length + r] = value)));
  const names = Array.from({ length: columns }, (_, c) => `c${c}`);
  return { rows: rows.length, columns, data, names, source: Int32Array.from(names.keys()) };
}

/** A small table of each type of column with missing values, and a target. */
export function tableProblem(task: Task): Dataset {
  const random = createRandom(21);
  const missingIn = (column: readonly number[], missing: number): number[] =>
    column.map((value) => (random.chance(0.1) ? missing : value));
  const draw = (next: () => number): number[] => Array.from({ length: ROWS }, next);
  const signed = draw(() => 10 * gauss(random));
  const levels = ['a', 'b', 'c', 'd', 'e', 'f'];
  const columns: Column[] = [
    { name: 'signed', type: 'numeric', values: Float64Array.from(missingIn(signed, NaN)) },
    { name: 'skewed', type: 'numeric', values: Float64Array.from(draw(() => 1 / (0.01 + random.float()))) },
    { name: 'count', type: 'numeric', values: Float64Array.from(draw(() => random.below(4))) },
    { name: 'constant', type: 'numeric', values: new Float64Array(ROWS).fill(7) },
    {
      name: 'letter',
      type: 'categorical',
      codes: Int32Array.from(
        missingIn(
          draw(() => random.below(6)),
          -1,
        ),
      ),
      levels,
    },
    {
      name: 'answer',
      type: 'boolean',
      codes: Int32Array.from(
        missingIn(
          draw(() => random.below(2)),
          -1,
        ),
      ),
      levels: ['no', 'yes'],
    },
    {
      name: 'day',
      type: 'date',
      values: Float64Array.from(
        missingIn(
          draw(() => 36e5 * random.below(500_000)),
          NaN,
        ),
      ),
    },
  ];
  const y = signed.map((value) => targetOf(task, [value / 10, 0, 0, 0, 0], gauss(random)));
  const target: Target =
    task === 'regression'
      ? { name: 'y', values: Float64Array.from(y) }
      : { name: 'y', codes: Int32Array.from(y), classes: ['p', 'q', 'r'].slice(0, CLASSES[task]) };
  const groups = Int32Array.from({ length: ROWS }, (_, r) => (r < COPIES ? r >> 1 : r - (COPIES >> 1)));
  return { inputs: { rows: ROWS, columns }, target, groups };
}
