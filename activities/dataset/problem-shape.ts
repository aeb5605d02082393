import { UserError } from '../../contracts/errors.js';
import { defaultMetric, metricsFor, type Metric } from '../../contracts/metric.js';
import type { ProblemShape, Task } from '../../contracts/task.js';
import type { ProfileResult } from './profile-job.js';

/** @throws UserError for a metric of another task. */
export function resolveMetric(metric: Metric | undefined, task: Task): Metric {
  if (metric === undefined) return defaultMetric(task);
  const fitting = metricsFor(task);
  if (fitting.includes(metric)) return metric;
  const other = task === 'regression' ? 'classes, say --task multiclass' : 'numbers, say --task regression';
  throw new UserError(
    'InvalidInput',
    `metric: ${metric} does not measure a ${task} task; there are ${fitting.join(', ')}. To predict ${other}`,
  );
}

/** Sizes of the problem for a fit of the search. */
export function shapeOf({
  task,
  classes,
  columns,
  plan,
}: Pick<ProfileResult, 'task' | 'classes' | 'columns' | 'plan'>): ProblemShape {
  const rows =
    plan.method === 'k-fold'
      ? Math.ceil((plan.searchRows * (plan.folds - 1)) / plan.folds)
      : plan.searchRows - plan.validationRows;
  return { task, rows: Math.max(1, rows), columns: columns.length, classes: classes.length };
}
