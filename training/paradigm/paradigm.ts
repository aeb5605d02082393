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

/** The input of a fit: a prepared matrix, its target, the point of the hyperparameters and a seed. */
export interface FitInput {
  x: Matrix;
  /** Class codes 0 … classes-1, or the regression's values; one a row. */
  y: Float64Array;
  /** A weight ≥ 0 for each row; null where all count the same. */
  weights: Float64Array | null;
  /**
   * One number a row: copies (rows with equal inputs) share a number; null if there are none. The rows on which a fit
   * validates itself must have no copies among its training rows.
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
  /** Checkpoints of a paradigm that iterates; if absent, none are kept. */
  checkpoints?: Checkpoints;
}

/** The result of a fit. */
export interface FitOutput {
  model: ModelData;
  /** For each matrix column, ≥ 0, of sum 1 (or all 0 if nothing was learnt). */
  importances: Float64Array;
  /** The iterations chosen by early stopping (to use in a later fit on more rows), else null. */
  effort: number | null;
}

/** The shape that a model must have. */
export interface ModelShape {
  /** Of the matrix. */
  columns: number;
  /** 0 for regression. */
  classes: number;
}

/** A kind of model. One folder under activities/paradigms/, one owner; knows nothing of Temporal, files or folds. */
export interface Paradigm {
  /** Its description for a problem, as data. Null if it does not apply to the problem. */
  describe(shape: ProblemShape): ParadigmDescription | null;
  /**
   * Estimated cost of one fit: floating-point operations and peak bytes besides the matrix. `shape.columns` is the
   * number of matrix columns here.
   */
  cost(shape: ProblemShape, hyperparameters: Point, architecture: Architecture | null): { work: number; bytes: number };
  /** The numeric library that trains it, e.g. `tfjs-wasm 4.22.0`, where results depend on it: a part of trial keys. */
  backend?(): Promise<string>;
  /** @throws Error for numeric trouble; the trial then fails with its message. */
  fit(input: FitInput): FitOutput | Promise<FitOutput>;
  /**
   * Validates a model's data from an untrusted file: with valid data `predict` neither crashes nor loops. If absent,
   * nothing is checked.
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
