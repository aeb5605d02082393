import { BUILT_IN_AXES } from '../../../contracts/module/axis-name.js';
import { BUILT_IN_PARADIGMS } from '../../../contracts/candidate/paradigm.js';
import type { ProjectSettings } from '../../../contracts/search/settings.js';
import { axisQueue } from '../../../activities/dataset/plan-axes.js';
import { deploymentName } from '../../../workers/settings/deployment.js';

/** One line of the ownership map. */
export interface Owned {
  /** `core`: what every search needs. */
  kind: 'core' | 'axis' | 'paradigm';
  name: string;
  team: string | null;
  contact: string | null;
  /** Its task queue; null for a paradigm that trial workers train themselves. */
  queue: string | null;
  /** Name of its worker deployment; null if its workers have no version. */
  deployment: string | null;
}

/** The owners of all modules, from temporal.yaml. */
export function ownershipMap(settings: ProjectSettings): Owned[] {
  const { axes, paradigms, search, trials } = settings;
  const core = { kind: 'core', team: null, contact: null, deployment: null } as const;
  return [
    { ...core, name: 'search', queue: search.queue },
    { ...core, name: 'trials', team: trials.team ?? null, contact: trials.contact ?? null, queue: trials.queue },
    ...namesOf(BUILT_IN_AXES, axes).map((name): Owned => {
      const { team = null, contact = null, version } = axes[name] ?? {};
      const deployment = version ? deploymentName(name, version) : null;
      return { kind: 'axis', name, team, contact, queue: axisQueue(name, settings), deployment };
    }),
    ...namesOf(BUILT_IN_PARADIGMS, paradigms).map((name): Owned => {
      const { team = null, contact = null, queue = null, version } = paradigms[name] ?? {};
      const deployment = version && queue !== null ? deploymentName(name, version) : null;
      return { kind: 'paradigm', name, team, contact, queue, deployment };
    }),
  ];
}

/** Those of this release, then those that only temporal.yaml names. */
function namesOf(builtIn: readonly string[], named: object): string[] {
  return [...new Set([...builtIn, ...Object.keys(named)])];
}
