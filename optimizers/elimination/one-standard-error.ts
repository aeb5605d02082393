import { isBetter, type Metric } from '../../contracts/metric.js';
import { pairedGain, scoreEstimate } from '../statistics/paired.js';

/** A set of columns that was tried. */
export interface Sized {
  /** Number of columns. */
  size: number;
  /** Score of each fold. */
  scores: readonly number[];
}

/** Bounds of the tolerance, in standard errors of the best score. */
const SMALLEST = 0.05;
const LARGEST = 0.5;

/**
 * Whether a set of columns is as good as the best, by the one-standard-error rule (Breiman et al. 1984, section 3.4.3)
 * on the paired difference: its loss against the best lies within one standard error of that loss over the folds.
 * A loss that all folds agree on has a small error and is refused, unless it is trivial (a twentieth of the error of
 * the best score); a loss of more than half the error of the best score is refused however uncertain it is.
 */
function withinOneStandardError(metric: Metric, best: Sized, other: Sized, rows: number): boolean {
  const { mean, standardError } = pairedGain(metric, best.scores, other.scores, rows);
  const whole = scoreEstimate(metric, best.scores, rows).standardError;
  return mean <= Math.min(Math.max(standardError, SMALLEST * whole), LARGEST * whole);
}

/** The best by mean score; of equal ones the smallest set. */
export function bestOf<T extends Sized>(metric: Metric, tried: readonly T[]): T {
  return tried.reduce((best, other) => {
    const [a, b] = [mean(other.scores), mean(best.scores)];
    return isBetter(metric, a, b) || (a === b && other.size < best.size) ? other : best;
  });
}

/** The smallest set that is as good as the best by the one-standard-error rule; of equal sizes the better one. */
export function smallestWithinOneError<T extends Sized>(metric: Metric, tried: readonly T[], rows: number): T {
  return smallestOf(metric, tried, (best, other) => withinOneStandardError(metric, best, other, rows));
}

/**
 * Standard errors by which a smaller set has to be better: the best of several equal ones is better than the others by
 * about as much.
 */
const CHANCE = 1.5;

/**
 * The set to continue with: the smallest one that is as good as the best; but the first set, if no smaller one is
 * better than it by more than chance.
 *
 * @param tried with the set that elimination started from at the front
 */
export function setToKeep<T extends Sized>(metric: Metric, tried: readonly T[], rows: number): T {
  const [first] = tried;
  const chosen = smallestOf(metric, tried, (best, other) => {
    const loss = pairedGain(metric, best.scores, other.scores, rows).mean;
    return loss <= SMALLEST * scoreEstimate(metric, best.scores, rows).standardError;
  });
  if (chosen.size >= first.size) return chosen;
  const gain = pairedGain(metric, chosen.scores, first.scores, rows);
  return gain.mean > CHANCE * gain.standardError ? chosen : first;
}

function smallestOf<T extends Sized>(metric: Metric, tried: readonly T[], isGood: (best: T, other: T) => boolean): T {
  const best = bestOf(metric, tried);
  const good = tried.filter((other) => other === best || isGood(best, other));
  const size = Math.min(...good.map((other) => other.size));
  return bestOf(
    metric,
    good.filter((other) => other.size === size),
  );
}

function mean(scores: readonly number[]): number {
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
