import type { Candidate } from '../../contracts/candidate/candidate.js';
import type { ClassPrior } from '../../learning/models/class-prior.js';
import type { FittedTransforms } from '../../learning/transforms/index.js';
import type { ModelData } from '../paradigm/paradigm.js';
import type { Failure } from '../fit/failure.js';
import type { CheckpointPlace } from '../fit/fit-checkpoints.js';
import type { Judge } from '../fit/fold-job.js';
import type { SharedData } from '../data/shared-data.js';

/** A fit of the winning candidate, for a worker thread. */
export interface FinalJob {
  kind: 'final';
  shared: SharedData;
  judge: Judge;
  candidate: Candidate;
  takesMissing: boolean;
  /** `search`: fit on all but the outer holdout, and predict it. `all`: fit on every row. */
  rows: 'search' | 'all';
  fitSeed: number;
  prepareSeed: number;
  /** Iterations to run, as the trial's folds found them. */
  effort: number | null;
  checkpoints: CheckpointPlace;
}

export type FinalResult = FinalFit | ({ status: 'failed' } & Failure);

export interface FinalFit {
  status: 'completed';
  model: ModelData;
  fitted: FittedTransforms;
  /** Null for regression. */
  prior: ClassPrior | null;
  trainedRows: number;
  /** That a regression's values were learnt in, see learning/numeric/power-of-two-scale.ts. */
  targetUnit: number;
  /** One for each input column. */
  importances: Float64Array;
  /** Of the outer holdout, where `rows` is `search` and there is one. */
  holdout: { score: number; rows: Int32Array; predictions: Float64Array } | null;
}
