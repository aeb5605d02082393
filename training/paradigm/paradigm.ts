import type { Architecture } from '../../contracts/candidate/architecture.js';
import type { Json } from '../../contracts/json.js';
import type { ParadigmDescription } from '../../contracts/candidate/paradigm.js';
import type { Point } from '../../contracts/candidate/space.js';
import type { ProblemShape, Task } from '../../contracts/task.js';
import type { Checkpoints, ModelArray } from '../../learning/models/checkpoint.js';
import type { Matrix } from '../../learning/arrays/matrix.js';

export type { Checkpoint, Checkpoints, ModelArray } from '../../learning/models/checkpoint.js';

/** A fitted model as data, never code: JSON beside binary arrays. */
export interface ModelData {
  paradigm: string;
  /** The version of the paradigm that wrote it. */
  version: number;
  meta: Json;
  arrays: Record<string, ModelArray>;
}

export interface FitInput {
  x: Matrix;
  /** Class codes 0 … classes-1, or the regression's values; one a row. */
  y: Float64Array;
  /** A weight ≥ 0 for each row; null where all count the same. */
  weights: Float64Array | null;
  /**
   * Rows that are copies of one another in their inputs share a number, one a row; null where no row is one. What a fit
   * judges itself by must have no copy among what it was trained on.
   */
  groups: Int32Array | null;
  task: Task;
  /** Number of classes (2 for binary); 0 for regression. Some may have no row in y. */
  classes: number;
  /** A point of the declared space: active parameters only. */
  hyperparameters: Point;
  architecture: Architecture | null;
  /** 32 bits; the only source of randomness. */
  seed: number;
  /**
   * Iterations (boosting rounds, epochs) to run exactly, with no rows kept aside for early stopping;
   * null lets the paradigm find out. Paradigms that do not iterate ignore it.
   */
  effort: number | null;
  /** Called at least once a second in long fits with the share done, 0 to 1. */
  onProgress?: (done: number) => void;
  /** Where a paradigm that iterates leaves what it needs to go on; without it nothing is kept. */
  checkpoints?: Checkpoints;
}

export interface FitOutput {
  model: ModelData;
  /** For each matrix column, ≥ 0, of sum 1 (or all 0 where nothing was learnt). */
  importances: Float64Array;
  /** The iterations that early stopping chose (what a later fit on more rows should run), else null. */
  effort: number | null;
}

/** What a model has to fit. */
export interface ModelShape {
  /** Of the matrix. */
  columns: number;
  /** 0 for regression. */
  classes: number;
}

/** A kind of model. One folder under activities/paradigms/, one owner; knows nothing of Temporal, files or folds. */
export interface Paradigm {
  /** What it is for a problem, as data. Null if it does not apply to the problem at all. */
  describe(shape: ProblemShape): ParadigmDescription | null;
  /**
   * Modelled price of one fit: floating-point operations and peak bytes beyond the matrix itself. `shape.columns` is
   * the number of matrix columns here.
   */
  cost(shape: ProblemShape, hyperparameters: Point, architecture: Architecture | null): { work: number; bytes: number };
  /** The numeric library that trains it, e.g. `tfjs-wasm 4.22.0`, where results depend on it: a part of trial keys. */
  backend?(): Promise<string>;
  /** @throws Error for numeric trouble; the trial then fails with its message. */
  fit(input: FitInput): FitOutput | Promise<FitOutput>;
  /**
   * Looks at a model's data before it is predicted with, for they may come from anywhere: what passes can be given to
   * `predict`, which ends. Without it, nothing is looked at.
   *
   * @throws Error that says what is wrong
   */
  checkModel?(model: ModelData, shape: ModelShape): void;
  /**
   * Row-major: rows × classes probabilities (each row of sum 1), or rows × 1 values for regression. The matrix has the
   * columns that the model was fitted on.
   */
  predict(model: ModelData, x: Matrix): Float64Array | Promise<Float64Array>;
}

/** The paradigms that a worker serves, by id; workers/ injects them. */
export type ParadigmRegistry = Readonly<Record<string, Paradigm>>;
