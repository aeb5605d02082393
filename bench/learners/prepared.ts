import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Task } from '../../contracts/task.js';
import type { Transforms } from '../../contracts/candidate/transform.js';
import { stratifiedGroupKFold } from '../../learning/splits/stratified-group-k-fold.js';
import { rowsWhere } from '../../learning/splits/folds.js';
import { prepareRows, type PreparedFold } from '../../learning/transforms/prepare.js';
import type { Dataset } from '../../learning/arrays/table.js';
import { createRandom } from '../../random/index.js';

/** What both sides are fitted on and judged by. */
export interface Prepared {
  fold: PreparedFold;
  task: Task;
  /** 0 for regression. */
  classes: number;
  /** The same for the peer: files of raw float64, and their sizes. */
  files: {
    train: string;
    y: string;
    test: string;
    rows: number;
    columns: number;
    testRows: number;
    source: number[];
  };
}

/** One of the random splits, 80 to 20 and stratified as folds are. */
export interface Split {
  seed: number;
  train: Int32Array;
  test: Int32Array;
}

export function splitOf({ target, groups }: Dataset, seed: number): Split {
  const y = 'codes' in target ? target.codes : target.values;
  const classes = 'codes' in target ? target.classes.length : 0;
  const part = stratifiedGroupKFold({ y, classes, groups }, 5, createRandom(seed));
  return { seed, train: rowsWhere(part, (p) => p > 0), test: rowsWhere(part, (p) => p === 0) };
}

/** Transforms a split's rows by what its training rows say, and writes the matrices for the peer. */
export async function prepare(
  dataset: Dataset,
  task: Task,
  split: Split,
  { transforms, takesMissing }: { transforms: Transforms; takesMissing: boolean },
  folder: string,
): Promise<Prepared> {
  const fold = prepareRows({
    dataset,
    kept: dataset.inputs.columns.map((_, c) => c),
    transforms,
    takesMissing,
    seed: split.seed,
    trainRows: split.train,
    otherRows: split.test,
  });
  const { train, valid, yTrain } = fold;
  const files = { train: join(folder, 'train'), y: join(folder, 'y'), test: join(folder, 'test') };
  await Promise.all([
    writeFile(files.train, train.data),
    writeFile(files.y, yTrain),
    writeFile(files.test, valid.data),
  ]);
  const sizes = { rows: train.rows, columns: train.columns, testRows: valid.rows, source: Array.from(train.source) };
  const classes = 'classes' in dataset.target ? dataset.target.classes.length : 0;
  return { fold, task, classes, files: { ...files, ...sizes } };
}
