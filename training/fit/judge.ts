import type { Dataset } from '../../learning/arrays/table.js';
import { positiveClass, score } from '../../learning/metrics/index.js';
import { addDoubt, classPrior } from '../../learning/models/class-prior.js';
import { unscale } from '../../learning/numeric/power-of-two-scale.js';
import { importancesByColumn, type PreparedFold } from '../../learning/transforms/prepare.js';
import type { Judge } from './planned-fits.js';
import type { JudgedFit } from './jobs.js';

/** How a fit is scored. `targetUnit` is the factor of a regression's values in training. */
export type Truth = Pick<PreparedFold, 'yTrain' | 'yValid' | 'targetUnit' | 'validRows'>;

/** Results of a paradigm. */
export interface FitOutcome {
  /** The paradigm's predictions, changed in place; null if there are no other rows. */
  predictions: Float64Array | null;
  /** One for each matrix column. */
  importances: Float64Array;
}

/** @param source the input column that each matrix column was made from */
export function judgeFit(
  { task, metric, classes }: Judge,
  { inputs, target }: Dataset,
  { yTrain, yValid, targetUnit, validRows }: Truth,
  source: Int32Array,
  { predictions, importances }: FitOutcome,
): JudgedFit {
  const prior = classes > 0 ? classPrior(yTrain, classes) : null;
  if (prior && predictions) addDoubt(predictions, prior);
  if (targetUnit !== 1) predictions?.forEach((value, i) => (predictions[i] = unscale(value, targetUnit)));
  const positive = positiveClass(target);
  return {
    judged: predictions && {
      score: score(metric, { task, truth: yValid, predictions, classes, positive }),
      rows: validRows,
      predictions,
    },
    importances: importancesByColumn(importances, source, inputs.columns.length),
    prior,
    trainedRows: yTrain.length,
    targetUnit,
  };
}

/** Whether a fit's score and predictions are numbers. */
export function isFinite({ judged }: JudgedFit): boolean {
  return judged === null || (Number.isFinite(judged.score) && judged.predictions.every(Number.isFinite));
}
