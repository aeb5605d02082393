import type { Candidate } from '../../contracts/candidate/candidate.js';
import { importancesByColumn, type PreparedFold } from '../../learning/transforms/prepare.js';
import type { Dataset } from '../../learning/arrays/table.js';
import type { ModelData, ParadigmRegistry } from '../paradigm/paradigm.js';
import { fileCheckpoints, type CheckpointPlace } from './fit-checkpoints.js';
import type { Judge } from './fold-job.js';
import { judgePredictions, type Judgement } from './judge-predictions.js';

export interface CandidateFitJob {
  judge: Judge;
  candidate: Candidate;
  fitSeed: number;
  /** Iterations to run; null lets the paradigm find out. */
  effort: number | null;
  /** Where a fit that iterates leaves checkpoints; null for nowhere. */
  checkpoints: CheckpointPlace | null;
}

export interface CandidateFit extends Judgement {
  model: ModelData;
  /** One for each input column. */
  importances: Float64Array;
  effort: number | null;
}

/** Fits a candidate on prepared rows, and predicts and scores the others. */
export async function fitCandidate(
  registry: ParadigmRegistry,
  { judge, candidate, fitSeed, effort: given, checkpoints }: CandidateFitJob,
  fold: PreparedFold,
  { inputs, target }: Dataset,
): Promise<CandidateFit> {
  const { task, classes } = judge;
  const { train, valid, yTrain, groups } = fold;
  const paradigm = registry[candidate.paradigm];
  const { model, importances, effort } = await paradigm.fit({
    x: train,
    y: yTrain,
    weights: null,
    groups,
    task,
    classes,
    hyperparameters: candidate.hyperparameters,
    architecture: candidate.architecture,
    seed: fitSeed,
    effort: given,
    ...(checkpoints && { checkpoints: fileCheckpoints(checkpoints) }),
  });
  const predictions = valid.rows > 0 ? await paradigm.predict(model, valid) : null;
  return {
    model,
    importances: importancesByColumn(importances, train.source, inputs.columns.length),
    effort,
    ...judgePredictions(judge, target, fold, predictions),
  };
}
