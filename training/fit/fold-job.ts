import type { Candidate } from '../../contracts/candidate/candidate.js';
import type { Metric } from '../../contracts/metric.js';
import type { FailureCode } from '../../contracts/candidate/trial.js';
import type { Task } from '../../contracts/task.js';
import type { SharedData } from '../data/shared-data.js';
import type { CheckpointPlace } from './fit-checkpoints.js';

/** What predictions are judged by. */
export interface Judge {
  task: Task;
  metric: Metric;
  classes: number;
}

/** One fold of one trial, for a worker thread. */
export interface FoldJob {
  kind: 'fold';
  shared: SharedData;
  judge: Judge;
  candidate: Candidate;
  takesMissing: boolean;
  fold: number;
  fitSeed: number;
  prepareSeed: number;
  /** Bytes that a fit on so many rows may need, matrices included. */
  limit: { maxBytes: number; rows: number };
  checkpoints: CheckpointPlace;
}

export type FoldResult =
  | {
      status: 'completed';
      score: number;
      /** Row numbers in the data, and for each its predictions, row-major. */
      rows: Int32Array;
      predictions: Float64Array;
      /** One for each input column of the data. */
      importances: Float64Array;
      effort: number | null;
      seconds: number;
      work: number;
      bytes: number;
    }
  | { status: 'failed'; code: FailureCode; reason: string; seconds: number };
