import type { ArtifactRef } from '../../contracts/artifact.js';
import type { ClassPrior } from '../../learning/models/class-prior.js';
import type { FittedTransforms } from '../../learning/transforms/index.js';
import type { ModelData } from '../paradigm/paradigm.js';
import type { CandidateFit } from './candidate-fit.js';
import type { Failure } from './failure.js';
import type { CheckpointPlace } from './fit-checkpoints.js';

type Failed = { status: 'failed' } & Failure;

/** Bytes that a fit may need, matrices included, had it so many rows. */
export interface MemoryLimit {
  maxBytes: number;
  rows: number;
}

/** One fit, prepared, made and judged in a worker thread. */
export interface FitJob {
  kind: 'fit';
  fit: CandidateFit;
  /** Null for no limit. */
  limit: MemoryLimit | null;
  /** Where a fit that iterates leaves checkpoints; null for nowhere. */
  checkpoints: CheckpointPlace | null;
  /** Whether the model is wanted too. */
  keepModel: boolean;
}

/** What a fit is worth, whoever made it. */
export interface JudgedFit {
  /** Of the rows that it was not trained on, row-major; null where there are none. */
  judged: { score: number; rows: Int32Array; predictions: Float64Array } | null;
  /** One for each input column of the data. */
  importances: Float64Array;
  /** Of the training rows, as it is mixed into probabilities; null for regression. */
  prior: ClassPrior | null;
  trainedRows: number;
  /** That a regression's values were learnt in, see learning/numeric/power-of-two-scale.ts. */
  targetUnit: number;
}

export interface CompletedFit extends JudgedFit {
  status: 'completed';
  /** Iterations that early stopping chose, else null. */
  effort: number | null;
  seconds: number;
  /** Modelled: floating-point operations, and peak bytes with the matrices. */
  work: number;
  bytes: number;
  /** Null where it was not wanted. */
  model: { data: ModelData; fitted: FittedTransforms } | null;
}

export type FitResult = CompletedFit | (Failed & { seconds: number });

/** The matrices of one fit of a paradigm that its team serves, prepared in a worker thread. */
export interface PrepareJob {
  kind: 'prepare';
  fit: CandidateFit;
  /** Folder of the store that they go into. */
  store: string;
  /** For the matrices, twice over; null for no limit. */
  limit: MemoryLimit | null;
}

/** Matrices in the store (contracts/module/fit-predict.ts has their format). */
export interface PreparedMatrices {
  status: 'completed';
  train: ArtifactRef;
  /** Null where the fit has nothing to predict. */
  valid: ArtifactRef | null;
  /** For each matrix column, the input column that it was made from. */
  source: Int32Array;
  bytes: number;
  /** Where the fit is on all rows: what a delivered model needs. */
  fitted: FittedTransforms | null;
}

export type PrepareResult = PreparedMatrices | Failed;

/** What a served paradigm answered of one fit. */
export interface Answer {
  fit: CandidateFit;
  /** For each matrix column, the input column that it was made from. */
  source: readonly number[];
  predictions: ArtifactRef | null;
  importances: ArtifactRef;
}

/** Answers of a paradigm that its team serves, to be looked at and judged in a worker thread. */
export interface JudgeJob {
  kind: 'judge';
  /** Folder of the store that they lie in. */
  store: string;
  answers: Answer[];
}

/** `lost`: an artifact that is not there, or not yet to be seen from here. */
export type JudgeResult = ({ status: 'completed' } & JudgedFit) | Failed | { status: 'lost'; ref: ArtifactRef };
