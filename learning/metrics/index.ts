import type { Metric } from '../../contracts/metric.js';
import { unscale, powerOfTwoScale } from '../numeric/power-of-two-scale.js';
import type { Target } from '../arrays/table.js';
import { binaryAuc, oneVsOneAuc } from './auc.js';
import { accuracy, balancedAccuracy, confusionOf, f1, matthews } from './confusion.js';
import type { Judged } from './judged.js';

/** Probabilities are kept this far from 0 for their logarithm. */
const SMALLEST_PROBABILITY = 1e-15;

/** The score of predictions, in the metric's own direction and unit. Empty input gives NaN. */
export function score(metric: Metric, judged: Judged): number {
  switch (metric) {
    case 'log-loss':
      return logLoss(judged);
    case 'roc-auc':
      return judged.classes === 2 ? binaryAuc(judged.truth, judged.predictions) : oneVsOneAuc(judged);
    case 'accuracy':
      return accuracy(confusionOf(judged));
    case 'balanced-accuracy':
      return balancedAccuracy(confusionOf(judged));
    case 'f1':
      return f1(confusionOf(judged), judged.classes === 2 ? (judged.positive ?? 1) : null);
    case 'mcc':
      return matthews(confusionOf(judged));
    case 'rmse':
      return inUnit(judged, (scaled) => Math.sqrt(meanOf(scaled, (error) => error * error)));
    case 'mae':
      return inUnit(judged, (scaled) => meanOf(scaled, Math.abs));
    case 'r2':
      return r2(scaledBy(judged, unitFor(judged)));
  }
}

/** The rarer of two classes (the second if equal): the positive class of binary F1. Undefined for other tasks. */
export function positiveClass(target: Target): number | undefined {
  if (!('codes' in target) || target.classes.length !== 2) return undefined;
  const ones = target.codes.reduce((sum, code) => sum + code, 0);
  return ones <= target.codes.length - ones ? 1 : 0;
}

function logLoss({ truth, predictions, classes }: Judged): number {
  let sum = 0;
  for (let r = 0; r < truth.length; r++) {
    const p = predictions[r * classes + truth[r]];
    sum -= Math.log(Math.max(p, SMALLEST_PROBABILITY));
  }
  return sum / truth.length;
}

/** An error, calculated in a unit in which sums of squares are finite; at most the largest double. */
function inUnit(judged: Judged, error: (scaled: Judged) => number): number {
  const unit = unitFor(judged);
  return unscale(error(scaledBy(judged, unit)), unit);
}

function unitFor({ truth, predictions }: Judged): number {
  return Math.min(powerOfTwoScale(truth), powerOfTwoScale(predictions));
}

function scaledBy(judged: Judged, unit: number): Judged {
  if (unit === 1) return judged;
  const scaled = (values: Float64Array): Float64Array => values.map((value) => value * unit);
  return { ...judged, truth: scaled(judged.truth), predictions: scaled(judged.predictions) };
}

function meanOf({ truth, predictions }: Judged, of: (error: number) => number): number {
  let sum = 0;
  for (let r = 0; r < truth.length; r++) sum += of(predictions[r] - truth[r]);
  return sum / truth.length;
}

/** 1 - residual over total sum of squares; where the truth is constant, 1 for exact predictions, else 0. */
function r2(judged: Judged): number {
  const { truth } = judged;
  const mean = truth.reduce((a, b) => a + b, 0) / truth.length;
  const total = truth.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const residual = meanOf(judged, (error) => error * error) * truth.length;
  if (total === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
}
