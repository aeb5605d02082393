import { z } from 'zod';
import type { Task } from './task.js';

export const metricSchema = z.enum([
  'log-loss',
  'roc-auc',
  'accuracy',
  'balanced-accuracy',
  'f1',
  'mcc',
  'rmse',
  'mae',
  'r2',
]);
export type Metric = z.infer<typeof metricSchema>;

const LOWER_IS_BETTER: ReadonlySet<Metric> = new Set<Metric>(['log-loss', 'rmse', 'mae']);
const REGRESSION: ReadonlySet<Metric> = new Set<Metric>(['rmse', 'mae', 'r2']);

/** +1 where a higher score is better, -1 where a lower one is. */
export function direction(metric: Metric): 1 | -1 {
  return LOWER_IS_BETTER.has(metric) ? -1 : 1;
}

/** Whether score `a` is strictly better than score `b`. */
export function isBetter(metric: Metric, a: number, b: number): boolean {
  return direction(metric) * (a - b) > 0;
}

export function defaultMetric(task: Task): Metric {
  return task === 'regression' ? 'rmse' : 'log-loss';
}

/** The metrics that a task can be searched by. F1 is that of the rarer class (binary) or the macro average. */
export function metricsFor(task: Task): Metric[] {
  return metricSchema.options.filter((metric) => REGRESSION.has(metric) === (task === 'regression'));
}

/** The kind of target that a metric is for. */
export function kindOfMetric(metric: Metric): 'regression' | 'classes' {
  return REGRESSION.has(metric) ? 'regression' : 'classes';
}
