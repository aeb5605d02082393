import { direction, type Metric } from '../../contracts/metric.js';

/** Converts a score to a loss (lower is better), or a loss back to a score. */
export function lossOf(metric: Metric, score: number): number {
  return -direction(metric) * score;
}

/** The one with the least loss; the first if equal. */
export function leastLoss<T extends { loss: number }>(items: readonly T[]): T {
  return items.reduce((best, item) => (item.loss < best.loss ? item : best));
}
