import { direction, type Metric } from '../../contracts/metric.js';
import { distanceToPerfect } from '../statistics/paired.js';

/** The best result of an arm. */
export interface Arm {
  /** Score of its best trial. */
  score: number;
  /** Standard deviation of that score over the folds. */
  spread: number;
}

/**
 * Least reach, as a share of the distance of the best from a perfect score: the spread over few folds can be 0 by
 * chance.
 */
const LEAST_REACH = 0.05;

/**
 * The arms that go on to the next round, best first: those within `reach` standard deviations of the best, at most
 * `limit` of them. Successive halving (Jamieson and Talwalkar 2016), where arms are also dropped by their score.
 */
export function survivors<T extends Arm>(metric: Metric, arms: readonly T[], reach: number, limit: number): T[] {
  const sign = direction(metric);
  const ranked = [...arms].sort((a, b) => sign * (b.score - a.score));
  if (ranked.length === 0) return [];
  const [best] = ranked;
  const within = reach * Math.max(best.spread, LEAST_REACH * distanceToPerfect(metric, best.score));
  return ranked.filter(({ score }) => sign * (best.score - score) <= within).slice(0, limit);
}
