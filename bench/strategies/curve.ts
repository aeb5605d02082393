import { isBetter, type Metric } from '../../contracts/metric.js';
import type { StepRecord } from '../../contracts/search/search.js';
import { completed } from '../../contracts/candidate/trial.js';

/** Where a search stood after so many trials. */
export interface Standing {
  trials: number;
  /** Active search time. */
  seconds: number;
  /** Key of the incumbent. */
  key: string;
  /** Its score in cross-validation. */
  score: number;
  /** The best score in cross-validation so far: an axis may have chosen another incumbent. */
  best: number;
}

/**
 * The incumbent after each trial, from a search's record. Within a step, a trial that beats the incumbent replaces it; at
 * the step's end the incumbent is the one of the record, which an axis may have chosen. Steps tell their time at their
 * end: their trials are taken to have ended at even distances. Trials before the first completed one are left out.
 */
export function curveOf(metric: Metric, steps: readonly StepRecord[]): Standing[] {
  const curve: Standing[] = [];
  const scores = new Map<string, number>();
  let count = 0;
  let seconds = 0;
  for (const step of steps) {
    step.trials.forEach((trial, i) => {
      const outcome = completed(trial);
      if (outcome) scores.set(trial.key, outcome.score);
      const share = (i + 1) / step.trials.length;
      const last = next(metric, curve.at(-1), outcome && { key: trial.key, score: outcome.score });
      if (last) curve.push({ ...last, trials: count + i + 1, seconds: seconds + share * (step.seconds - seconds) });
    });
    count += step.trials.length;
    seconds = step.seconds;
    settle(curve, step.incumbent, count, seconds, scores);
  }
  return curve;
}

function next(
  metric: Metric,
  before: Standing | undefined,
  trial: { key: string; score: number } | null,
): Pick<Standing, 'key' | 'score' | 'best'> | null {
  if (!before) return trial && { ...trial, best: trial.score };
  if (!trial) return before;
  const { key, score } = isBetter(metric, trial.score, before.score) ? trial : before;
  return { key, score, best: isBetter(metric, trial.score, before.best) ? trial.score : before.best };
}

/** Puts the incumbent that a step ended with at its end. */
function settle(
  curve: Standing[],
  key: string | null,
  trials: number,
  seconds: number,
  scores: ReadonlyMap<string, number>,
): void {
  const last = curve.at(-1);
  const score = key === null ? undefined : scores.get(key);
  if (!last || key === null || score === undefined || last.key === key) return;
  const standing = { trials, seconds, key, score, best: last.best };
  if (last.trials === trials) curve[curve.length - 1] = standing;
  else curve.push(standing);
}

/** The last point at or before a place on an axis; null if the first comes later. */
export function pointAt<T extends { trials: number; seconds: number }>(
  curve: readonly T[],
  axis: 'trials' | 'seconds',
  place: number,
): T | null {
  return curve.findLast((point) => point[axis] <= place) ?? null;
}
