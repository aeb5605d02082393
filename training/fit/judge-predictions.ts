import { addDoubt, classPrior, type ClassPrior } from '../../learning/models/class-prior.js';
import { positiveClass, score } from '../../learning/metrics/index.js';
import type { PreparedFold } from '../../learning/transforms/prepare.js';
import type { Target } from '../../learning/arrays/table.js';
import { inOwnUnit } from '../../learning/numeric/power-of-two-scale.js';
import type { Judge } from './fold-job.js';

/** What predictions are worth. */
export interface Judgement {
  /** Of the training rows, as it is mixed into probabilities; null for regression. */
  prior: ClassPrior | null;
  /** Of the validation rows, in their order; null where there are none. */
  judged: { score: number; predictions: Float64Array } | null;
}

/**
 * @param targetUnit that the paradigm learnt a regression's values in
 * @param predictions as the paradigm made them, changed in place; null where there are no validation rows
 */
export function judgePredictions(
  { task, metric, classes }: Judge,
  target: Target,
  { yTrain, yValid, targetUnit }: Pick<PreparedFold, 'yTrain' | 'yValid' | 'targetUnit'>,
  predictions: Float64Array | null,
): Judgement {
  const prior = classes > 0 ? classPrior(yTrain, classes) : null;
  if (prior && predictions) addDoubt(predictions, prior);
  if (targetUnit !== 1) predictions?.forEach((value, i) => (predictions[i] = inOwnUnit(value, targetUnit)));
  const positive = positiveClass(target);
  return {
    prior,
    judged: predictions && {
      score: score(metric, { task, truth: yValid, predictions, classes, positive }),
      predictions,
    },
  };
}
