import { z } from 'zod';
import type { Task } from './task.js';

/** All metrics: the kind of target that each measures, and whether a lower score is better. */
const METRICS = {
  'log-loss': { of: 'classes', lowerIsBetter: true },
  'roc-auc': { of: 'classes', lowerIsBetter: false },
  accuracy: { of: 'classes', lowerIsBetter: false },
  'balanced-accuracy': { of: 'classes', lowerIsBetter: false },
  /** Of the rarer class (binary), or the macro average over the classes. */
  f1: { of: 'classes', lowerIsBetter: false },
  mcc: { of: 'classes', lowerIsBetter: false },
  rmse: { of: 'regression', lowerIsBetter: true },
  mae: { of: 'regression', lowerIsBetter: true },
  r2: { of: 'regression', lowerIsBetter: false },
} as const;
export type Metric = keyof typeof METRICS;

export const metricSchema = z.enum(Object.keys(METRICS) as [Metric, ...Metric[]]);

/** +1 where a higher score is better, -1 where a lower one is. */
export function direction(metric: Metric): 1 | -1 {
  return METRICS[metric].lowerIsBetter ? -1 : 1;
}

/** Whether score `a` is strictly better than score `b`. */
export function isBetter(metric: Metric, a: number, b: number): boolean {
  return direction(metric) * (a - b) > 0;
}

export function defaultMetric(task: Task): Metric {
  return task === 'regression' ? 'rmse' : 'log-loss';
}

/** The metrics that a task can be searched by. */
export function metricsFor(task: Task): Metric[] {
  const kind = task === 'regression' ? 'regression' : 'classes';
  return metricSchema.options.filter((metric) => METRICS[metric].of === kind);
}

/** The kind of target that a metric is for. */
export function kindOfMetric(metric: Metric): 'regression' | 'classes' {
  return METRICS[metric].of;
}
