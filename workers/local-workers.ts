import { axisQueue } from '../activities/dataset/plan-axes.js';
import { BUILT_IN_AXES } from '../contracts/module/axis-name.js';
import type { ProjectSettings } from '../contracts/search/settings.js';

/**
 * The roles of the two worker processes of one machine: one for training, one for all others; including modules that
 * have a file in temporal.yaml. A module with a version, and an axis of this release on another queue than its default,
 * is served by its team's own workers: a local worker would have no build, or would take the team's tasks.
 */
export function localWorkers({
  axes,
  paradigms,
}: Pick<ProjectSettings, 'axes' | 'paradigms'>): Record<'search' | 'trials', string[]> {
  const own = BUILT_IN_AXES.filter(
    (axis) => !axes[axis]?.version && axisQueue(axis, { axes }) === axisQueue(axis, { axes: {} }),
  );
  const search = new Set(['search', ...own, ...withFile(axes)]);
  return { search: [...search], trials: ['trials', ...withFile(paradigms)] };
}

function withFile(modules: Partial<Record<string, { module?: string; version?: object }>>): string[] {
  return Object.entries(modules).flatMap(([name, one]) => (one?.module === undefined || one.version ? [] : [name]));
}
