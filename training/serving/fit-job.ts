import type { FitReply, FitSpec } from '../../contracts/module/fit-predict.js';
import type { Task } from '../../contracts/task.js';

/** A matrix in memory that threads share. */
export interface SharedMatrix {
  rows: number;
  columns: number;
  /** Column-major float64. */
  data: SharedArrayBuffer;
  names: string[];
  /** As of a Matrix. */
  source: Int32Array;
  /** A float64 for each row; null if it is not training data. */
  y: SharedArrayBuffer | null;
  /** As of a FitInput. */
  groups: Int32Array | null;
}

/** The location of a paradigm for a thread, and the problem. */
interface ParadigmJob {
  /** URL of the file that defines it. */
  module: string;
  paradigm: string;
  task: Task;
  classes: number;
}

/** One fit, for a thread. */
export interface FitJob extends ParadigmJob {
  kind: 'fit';
  fit: Omit<FitSpec, 'train' | 'valid'>;
  train: SharedMatrix;
  valid: SharedMatrix | null;
  /** Its limits. */
  maxBytes: number;
}

/** Its outcome, with results as the bytes for the store. */
export type FitJobResult =
  | {
      status: 'completed';
      predictions: Uint8Array | null;
      importances: Uint8Array;
      effort: number | null;
      model: Uint8Array | null;
      /** Version of the paradigm's data. */
      version: number;
      seconds: number;
    }
  | Extract<FitReply, { status: 'failed' }>;

/** Predictions of a model that was kept, for a thread. The result is an Arrow file. */
export interface PredictJob extends ParadigmJob {
  kind: 'predict';
  model: Uint8Array;
  matrix: SharedMatrix;
}
