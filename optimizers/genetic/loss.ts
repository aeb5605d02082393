import { direction, type Metric } from '../../contracts/metric.js';

/** A score turned so that lower is better, and a loss turned back into a score. */
export function lossOf(metric: Metric, score: number): number {
  return -direction(metric) * score;
}

/** The one of least loss, the first of equal ones. */
export function leastLoss<T extends { loss: number }>(items: readonly T[]): T {
  return items.reduce((best, item) => (item.loss < best.loss ? item : best));
}
