import { decodeColumns } from '../../contracts/column-set.js';
import { addDoubt, classPrior } from '../../learning/class-prior.js';
import { HOLDOUT, rowsWhere } from '../../learning/folds.js';
import { positiveClass, score } from '../../learning/metrics/index.js';
import { importancesByColumn, prepareRows } from '../../learning/prepare.js';
import type { ParadigmRegistry } from '../paradigms/paradigm.js';
import { datasetOf } from '../trials/run-fold.js';
import type { FinalJob, FinalResult } from './final-job.js';

/** Fits the winning candidate on the search's rows or on all, and predicts the outer holdout. Runs in a worker thread. */
export async function runFinal(registry: ParadigmRegistry, job: FinalJob): Promise<FinalResult> {
  const { candidate, judge } = job;
  const dataset = datasetOf(job.shared);
  const assignment = new Int8Array(job.shared.assignment);
  const all = job.rows === 'all';
  const { train, valid, yTrain, yValid, validRows, fitted } = prepareRows({
    dataset,
    trainRows: rowsWhere(assignment, (place) => all || place !== HOLDOUT),
    otherRows: rowsWhere(assignment, (place) => !all && place === HOLDOUT),
    kept: decodeColumns(candidate.features),
    transforms: candidate.transforms,
    takesMissing: job.takesMissing,
    seed: job.prepareSeed,
  });
  const paradigm = registry[candidate.paradigm];
  const { task, metric, classes } = judge;
  const { model, importances } = await paradigm.fit({
    x: train,
    y: yTrain,
    weights: null,
    task,
    classes,
    hyperparameters: candidate.hyperparameters,
    architecture: candidate.architecture,
    seed: job.fitSeed,
    effort: job.effort,
  });
  const prior = classes > 0 ? classPrior(yTrain, classes) : null;
  const predictions = validRows.length > 0 ? await paradigm.predict(model, valid) : null;
  if (prior && predictions) addDoubt(predictions, prior);
  const positive = positiveClass(dataset.target);
  return {
    model,
    fitted,
    prior,
    trainedRows: train.rows,
    importances: importancesByColumn(importances, train.source, dataset.inputs.columns.length),
    holdout: predictions && {
      score: score(metric, { task, truth: yValid, predictions, classes, positive }),
      rows: validRows,
      predictions,
    },
  };
}
