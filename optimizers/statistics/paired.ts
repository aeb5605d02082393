import { deviationOf, meanOf } from '../../contracts/moments.js';
import { direction, type Metric } from '../../contracts/metric.js';

/** A mean and the standard error of that mean, in the metric's unit. */
export interface Estimate {
  mean: number;
  standardError: number;
}

/** Standard error of the difference of two scores on the same rows, as a share of that of one score. */
const PAIRED_SHARE = 0.5;

/**
 * How much better the first candidate is than the second (positive: better), from their scores on the same folds: the
 * mean of the differences by fold and its standard error, so that the difficulty of a fold cancels out. With one fold
 * the error is modelled, see `modelledError`.
 *
 * @param rows validation rows, all folds together.
 */
export function pairedGain(
  metric: Metric,
  first: readonly number[],
  second: readonly number[],
  rows: number,
): Estimate {
  const sign = direction(metric);
  if (first.length !== second.length || first.length === 1) {
    const a = scoreEstimate(metric, first, rows);
    const b = scoreEstimate(metric, second, rows);
    const error = Math.hypot(a.standardError, b.standardError) * Math.SQRT1_2;
    return { mean: sign * (a.mean - b.mean), standardError: PAIRED_SHARE * error };
  }
  return estimate(first.map((score, fold) => sign * (score - second[fold])));
}

/** A candidate's score over its folds, in the metric's own direction, with its standard error. */
export function scoreEstimate(metric: Metric, scores: readonly number[], rows: number): Estimate {
  if (scores.length > 1) return estimate(scores);
  return { mean: scores[0], standardError: modelledError(metric, scores[0], rows) };
}

/** The distance to a perfect score, the scale of relevant differences. */
export function distanceToPerfect(metric: Metric, score: number): number {
  return direction(metric) < 0 ? Math.abs(score) : Math.abs(1 - score);
}

/**
 * One fold gives no estimate of the error. The standard deviation of a row's loss is about its mean, so that of the
 * mean of n rows is smaller by √n.
 */
function modelledError(metric: Metric, score: number, rows: number): number {
  return distanceToPerfect(metric, score) / Math.sqrt(Math.max(1, rows));
}

function estimate(values: readonly number[]): Estimate {
  const count = values.length;
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = Math.sqrt(squares / (count - 1) / count);
  return { mean, standardError: error < Infinity ? error : deviationOf(values, mean, count - 1) / Math.sqrt(count) };
}
