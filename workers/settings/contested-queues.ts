import { axisQueue } from '../../activities/dataset/plan-axes.js';
import type { ProjectSettings } from '../../contracts/search/settings.js';

/** What is wrong with a setting, and its place in temporal.yaml. */
export interface SettingProblem {
  path: readonly string[];
  problem: string;
}

/** A module of temporal.yaml, with the queue on which searches call it. */
interface Named {
  path: string[];
  queue: string;
  team: string | undefined;
}

/**
 * Modules on queues of other workers, which would take their tasks: trial workers, or those of another team. (An app's
 * worker may serve axes besides its searches, all on the queue of searches.)
 */
export function contestedQueues(settings: ProjectSettings): SettingProblem[] {
  const { axes, paradigms, trials } = settings;
  const modules: Named[] = [
    ...Object.entries(axes).map(([name, one]) => ({
      path: ['axes', name, 'queue'],
      queue: axisQueue(name, settings),
      team: one?.team,
    })),
    ...Object.entries(paradigms).flatMap(([id, one]) =>
      one?.queue === undefined ? [] : [{ path: ['paradigms', id, 'queue'], queue: one.queue, team: one.team }],
    ),
  ];
  return modules.flatMap(({ path, queue, team }, i) => {
    const where = path.join('.');
    if (queue === trials.queue) {
      return { path, problem: `${where}: ${queue} is the queue of trial workers: choose another` };
    }
    const other = modules.slice(0, i).find((one) => one.queue === queue && one.team !== team && one.team && team);
    if (!other) return [];
    const theirs = `${other.path.slice(0, 2).join('.')} of team ${other.team}`;
    return {
      path,
      problem: `${where}: ${queue} is the queue of ${theirs}, whose workers would take the tasks of team ${team}`,
    };
  });
}
