import type { ArtifactRef } from '../../contracts/artifact.js';
import type { ColumnSet } from '../../contracts/candidate/column-set.js';
import type { Transforms } from '../../contracts/candidate/transform.js';
import type { FailureCode } from '../../contracts/candidate/trial.js';
import type { FitRows } from '../../learning/splits/folds.js';
import type { FittedTransforms } from '../../learning/transforms/index.js';
import type { SharedData } from '../data/shared-data.js';

/** The matrices of one fit of a paradigm that its team serves, for a worker thread. */
export interface PrepareJob {
  kind: 'prepare';
  shared: SharedData;
  /** Folder of the store that they go into. */
  store: string;
  rows: FitRows;
  features: ColumnSet;
  transforms: Transforms;
  takesMissing: boolean;
  prepareSeed: number;
  /** Bytes that they may take, twice over, had they so many rows to train on; null for no limit. */
  limit: { maxBytes: number; rows: number } | null;
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

export type PrepareResult = PreparedMatrices | { status: 'failed'; code: FailureCode; reason: string };
