import type { Candidate } from '../../contracts/candidate.js';
import { addDoubt, classPrior, type ClassPrior } from '../../learning/class-prior.js';
import { positiveClass, score } from '../../learning/metrics/index.js';
import { importancesByColumn, type PreparedFold } from '../../learning/prepare.js';
import type { Dataset } from '../../learning/table.js';
import type { ModelData, ParadigmRegistry } from '../paradigms/paradigm.js';
import { fileCheckpoints, type CheckpointPlace } from './fit-checkpoints.js';
import type { Judge } from './fold-job.js';

export interface CandidateFitJob {
  judge: Judge;
  candidate: Candidate;
  fitSeed: number;
  /** Iterations to run; null lets the paradigm find out. */
  effort: number | null;
  /** Where a fit that iterates leaves checkpoints; null for nowhere. */
  checkpoints: CheckpointPlace | null;
}

export interface CandidateFit {
  model: ModelData;
  /** One for each input column. */
  importances: Float64Array;
  effort: number | null;
  /** Of the training rows, as it is mixed into probabilities; null for regression. */
  prior: ClassPrior | null;
  /** Of the validation rows, in their order; null where there are none. */
  judged: { score: number; predictions: Float64Array } | null;
}

/** Fits a candidate on prepared rows, and predicts and scores the others. */
export async function fitCandidate(
  registry: ParadigmRegistry,
  { judge, candidate, fitSeed, effort: given, checkpoints }: CandidateFitJob,
  { train, valid, yTrain, yValid }: PreparedFold,
  { inputs, target }: Dataset,
): Promise<CandidateFit> {
  const { task, metric, classes } = judge;
  const paradigm = registry[candidate.paradigm];
  const { model, importances, effort } = await paradigm.fit({
    x: train,
    y: yTrain,
    weights: null,
    task,
    classes,
    hyperparameters: candidate.hyperparameters,
    architecture: candidate.architecture,
    seed: fitSeed,
    effort: given,
    ...(checkpoints && { checkpoints: fileCheckpoints(checkpoints) }),
  });
  const prior = classes > 0 ? classPrior(yTrain, classes) : null;
  const predictions = valid.rows > 0 ? await paradigm.predict(model, valid) : null;
  if (prior && predictions) addDoubt(predictions, prior);
  return {
    model,
    importances: importancesByColumn(importances, train.source, inputs.columns.length),
    effort,
    prior,
    judged: predictions && {
      score: score(metric, { task, truth: yValid, predictions, classes, positive: positiveClass(target) }),
      predictions,
    },
  };
}
