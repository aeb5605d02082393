import type { ArtifactRef } from '../../contracts/artifact.js';
import type { FitRows } from '../../learning/splits/folds.js';
import type { Failure } from './failure.js';
import type { Judge } from './fold-job.js';
import type { Judgement } from './judge-predictions.js';
import type { SharedData } from '../data/shared-data.js';

/** What a served paradigm answered of one fit. */
export interface AnswerToJudge {
  rows: FitRows;
  /** For each matrix column, the input column that it was made from. */
  source: readonly number[];
  predictions: ArtifactRef | null;
  importances: ArtifactRef;
}

/** Answers of a paradigm that its team serves, to be looked at and scored in a worker thread. */
export interface JudgeJob {
  kind: 'judge';
  shared: SharedData;
  /** Folder of the store that they lie in. */
  store: string;
  judge: Judge;
  answers: AnswerToJudge[];
}

export interface JudgedAnswer extends Judgement {
  status: 'completed';
  /** One for each input column. */
  importances: Float64Array;
  trainedRows: number;
  /** That the paradigm learnt a regression's values in. */
  targetUnit: number;
  /** Row numbers of what was predicted. */
  rows: Int32Array;
}

/** `lost`: an artifact that is not there, or not yet to be seen from here. */
export type JudgeResult = JudgedAnswer | ({ status: 'failed' } & Failure) | { status: 'lost'; ref: ArtifactRef };
