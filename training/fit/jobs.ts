import type { ArtifactRef } from '../../contracts/artifact.js';
import type { ClassPrior } from '../../learning/models/class-prior.js';
import type { FittedTransforms } from '../../learning/transforms/index.js';
import type { ModelData } from '../paradigm/paradigm.js';
import type { CandidateFit } from './planned-fits.js';
import type { Failure } from './failure.js';
import type { CheckpointPlace } from './fit-checkpoints.js';

type Failed = { status: 'failed' } & Failure;

/** Limit of a fit's memory in bytes, matrices included, if it had so many rows. */
export interface MemoryLimit {
  maxBytes: number;
  rows: number;
}

/** One fit to prepare, run and score in a worker thread. */
export interface FitJob {
  kind: 'fit';
  fit: CandidateFit;
  /** Null for no limit. */
  limit: MemoryLimit | null;
  /** The file of its checkpoints, if the paradigm iterates; null for none. */
  checkpoints: CheckpointPlace | null;
  /** Whether to return the model too. */
  keepModel: boolean;
}

/** The scored result of a fit. */
export interface JudgedFit {
  /** Predictions of the other rows, row-major; null if there are none. */
  judged: { score: number; rows: Int32Array; predictions: Float64Array } | null;
  /** One for each input column of the data. */
  importances: Float64Array;
  /** Class prior of the training rows, which is mixed into probabilities; null for regression. */
  prior: ClassPrior | null;
  trainedRows: number;
  /** The factor of a regression's values in training, see learning/numeric/power-of-two-scale.ts. */
  targetUnit: number;
}

export interface CompletedFit extends JudgedFit {
  status: 'completed';
  /** Iterations chosen by early stopping, else null. */
  effort: number | null;
  seconds: number;
  /** Estimated floating-point operations, and peak bytes with the matrices. */
  work: number;
  bytes: number;
  /** Null if it was not requested. */
  model: { data: ModelData; fitted: FittedTransforms } | null;
}

export type FitResult = CompletedFit | (Failed & { seconds: number });

/** The matrices of one fit of a paradigm that its team serves, prepared in a worker thread. */
export interface PrepareJob {
  kind: 'prepare';
  fit: CandidateFit;
  /** Folder of the store for the matrices. */
  store: string;
  /** Memory limit for twice the matrices; null for no limit. */
  limit: MemoryLimit | null;
}

/** Matrices in the store (contracts/module/fit-predict.ts has their format). */
export interface PreparedMatrices {
  status: 'completed';
  train: ArtifactRef;
  /** Null if the fit has nothing to predict. */
  valid: ArtifactRef | null;
  /** For each matrix column, the input column that it was made from. */
  source: Int32Array;
  bytes: number;
  /** For a fit on all rows: the data for a delivered model. */
  fitted: FittedTransforms | null;
}

export type PrepareResult = PreparedMatrices | Failed;

/** A served paradigm's answer for one fit. */
export interface Answer {
  fit: CandidateFit;
  /** For each matrix column, the input column that it was made from. */
  source: readonly number[];
  predictions: ArtifactRef | null;
  importances: ArtifactRef;
}

/** Answers of a paradigm that its team serves, to validate and score in a worker thread. */
export interface JudgeJob {
  kind: 'judge';
  /** Folder of the store with the answers. */
  store: string;
  answers: Answer[];
}

/** `lost`: an artifact that is missing, or not visible on this machine yet. */
export type JudgeResult = ({ status: 'completed' } & JudgedFit) | Failed | { status: 'lost'; ref: ArtifactRef };
