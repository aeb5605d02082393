import type { ProjectSettings } from '../../contracts/search/settings.js';
import type { FindOwner, Owner } from './activity-interceptors.js';
import type { Modules } from './modules.js';

/** The owner of the module of an activity call, from temporal.yaml. */
export function findOwner({ axes, paradigms }: Modules, settings: ProjectSettings): FindOwner {
  const owners = new Map<string, Owner>();
  const byActivity = new Map<string, Owner>();
  for (const { axis } of axes) {
    const { name, activity } = axis.declaration;
    const { team = null, contact = null } = settings.axes[name] ?? {};
    const owner: Owner = { kind: 'axis', name, team, contact };
    owners.set(`axis ${name}`, owner);
    byActivity.set(activity, owner);
  }
  for (const { id } of paradigms) {
    const { team = null, contact = null } = settings.paradigms[id] ?? {};
    owners.set(`paradigm ${id}`, { kind: 'paradigm', name: id, team, contact });
  }
  return (activityType, argument) => {
    // Activities shared by several modules have the module's name in their argument.
    const { axis, paradigm } = (argument ?? {}) as { axis?: unknown; paradigm?: unknown };
    const named = [`axis ${String(axis)}`, `paradigm ${String(paradigm)}`].find((key) => owners.has(key));
    return byActivity.get(activityType) ?? (named === undefined ? undefined : owners.get(named));
  };
}
