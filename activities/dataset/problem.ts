import { UserError } from '../../contracts/errors.js';
import { defaultMetric, metricsFor, type Metric } from '../../contracts/metric.js';
import type { ParadigmDescription } from '../../contracts/paradigm.js';
import type { Task } from '../../contracts/task.js';
import type { ParadigmRegistry } from '../paradigms/paradigm.js';
import type { ProfileResult } from './profile-job.js';

/** @throws UserError for a metric of another task. */
export function resolveMetric(metric: Metric | undefined, task: Task): Metric {
  if (metric === undefined) return defaultMetric(task);
  const fitting = metricsFor(task);
  if (fitting.includes(metric)) return metric;
  throw new UserError(
    'InvalidInput',
    `metric: ${metric} does not measure a ${task} task; there are ${fitting.join(', ')}`,
  );
}

/**
 * The paradigms to search, as they describe themselves for this problem, cheapest first.
 *
 * @throws UserError for one that nobody serves, or where none applies.
 */
export function describeParadigms(
  registry: ParadigmRegistry,
  wanted: readonly string[] | undefined,
  { task, classes, columns, plan }: ProfileResult,
): ParadigmDescription[] {
  const known = Object.keys(registry);
  const unknown = wanted?.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new UserError('InvalidInput', `paradigms: ${unknown} is not a paradigm; there are ${known.join(', ')}`);
  }
  const rows =
    plan.method === 'k-fold'
      ? Math.ceil((plan.searchRows * (plan.folds - 1)) / plan.folds)
      : plan.searchRows - plan.validationRows;
  const shape = { task, rows: Math.max(1, rows), columns: columns.length, classes: classes.length };
  const described = (wanted ?? known).flatMap((id) => registry[id].describe(shape) ?? []);
  if (described.length === 0) {
    throw new UserError('InvalidInput', `paradigms: none of ${(wanted ?? known).join(', ')} applies to a ${task} task`);
  }
  return described.sort((a, b) => a.defaultWork - b.defaultWork);
}
