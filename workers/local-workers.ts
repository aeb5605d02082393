import { axisQueue } from '../activities/dataset/plan-axes.js';
import { BUILT_IN_AXES } from '../contracts/module/axis-name.js';
import type { ProjectSettings } from '../contracts/search/settings.js';

/**
 * What the two processes of one machine serve: what is light together, and training by itself; with the modules that
 * temporal.yaml has a file of. What has a version, and an axis of this release that it has on a queue of another name than
 * its own, is served by its team's own workers: another one would be of no build, or take what is theirs.
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
