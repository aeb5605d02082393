import { axisQueue } from '../../activities/dataset/plan-axes.js';
import { UserError } from '../../contracts/errors.js';
import {
  axisSettingsSchema,
  paradigmSettingsSchema,
  type AxisSettings,
  type ProjectSettings,
} from '../../contracts/search/settings.js';
import { deploymentVersion, pinnedQueue, type DeploymentVersion } from '../settings/deployment.js';
import type { Modules } from './modules.js';

/** The queue and the settings of one worker's modules, from temporal.yaml. */
export interface Placement {
  /** What searches use the queue for, for people: `call axis features`. */
  what: string;
  taskQueue: string;
  /** Settings of temporal.yaml that give the queue. */
  queueSettings: string[];
  /** Activities that the worker runs at once; undefined for the SDK's default. */
  concurrency: number | undefined;
  /** Activities a second, over all workers of the queue. */
  rateLimit: number | undefined;
  /** The worker's build; null if it has no version. */
  version: DeploymentVersion | null;
}

/** One module or role of a worker, with its settings in temporal.yaml. */
interface Part {
  /** For people, `axis features`. */
  what: string;
  name: string;
  queue: string;
  /** The setting of temporal.yaml that gives the queue. */
  queueSetting: string;
  concurrency?: number;
  rateLimit?: number;
  version?: AxisSettings['version'];
}

/**
 * @param build instead of COAXIAL_BUILD_ID
 * @throws UserError if the modules have different queues or deployments, which one worker cannot serve
 */
export function placementOf(modules: Modules, settings: ProjectSettings, build?: string): Placement {
  const parts = partsOf(modules, settings);
  const versions = parts.map(({ name, version }) => {
    const env = { ...process.env, ...(build !== undefined && { COAXIAL_BUILD_ID: build }) };
    return deploymentVersion(name, version, env);
  });
  if (build !== undefined && versions.every((version) => version === null)) {
    throw new UserError(
      'InvalidSettings',
      `build ${build} is given, but temporal.yaml has no version for ${parts.map(({ what }) => what).join(', ')}`,
    );
  }
  const queue = common(
    parts,
    (part) => part.queue,
    'a worker polls one task queue, but searches',
    (part, queue) => `${use(part)} on ${queue}`,
  );
  const version = versions.find((one) => one !== null) ?? null;
  common(
    parts.filter((_, i) => versions[i] !== null),
    (part) => versions[parts.indexOf(part)]!.deploymentName,
    'a worker is a member of one deployment (version.deployment), but temporal.yaml has',
    ({ what }, deployment) => `${what} in ${deployment}`,
  );
  const rates = parts.flatMap(({ rateLimit }) => rateLimit ?? []);
  const together = parts.flatMap(({ concurrency }) => concurrency ?? []);
  return {
    what: parts.map(use).join(', '),
    taskQueue: queue,
    queueSettings: parts.map(({ queueSetting }) => queueSetting),
    concurrency: together.length === 0 ? undefined : together.reduce((a, b) => a + b),
    rateLimit: rates.length === 0 ? undefined : Math.min(...rates),
    version,
  };
}

/** The queue of the worker's build only, if it has a version. */
export function pinnedQueueOf({ taskQueue, version }: Placement): string | null {
  return version && pinnedQueue(taskQueue, version.buildId);
}

/** @throws UserError if a worker polls another queue than the one on which searches call its modules */
export function checkQueue(placement: Placement, taskQueue: string): void {
  const { what, taskQueue: expected, queueSettings } = placement;
  if (taskQueue === expected || taskQueue === pinnedQueueOf(placement)) return;
  const instead = queueSettings.length === 0 ? '' : `, or set ${queueSettings.join(', ')} in temporal.yaml`;
  throw new UserError(
    'InvalidSettings',
    `searches ${what} on queue ${expected}, but the worker polls ${taskQueue}, where no search would find it: ` +
      `have it poll ${expected}${instead}`,
  );
}

/**
 * @throws UserError if a worker that does not serve searches polls their queue: it would take their tasks and fail them
 */
export function checkNotSearchQueue(taskQueue: string, { search }: Pick<ProjectSettings, 'search'>): void {
  if (taskQueue !== search.queue) return;
  throw new UserError(
    'InvalidSettings',
    `searches run on queue ${search.queue}, and the worker that polls it would take their tasks without being able to do ` +
      'them: set search: true, or have it poll another queue',
  );
}

function partsOf({ axes, paradigms, search, trials }: Modules, settings: ProjectSettings): Part[] {
  const { queue, concurrency } = settings.trials;
  return [
    ...(search ? [{ what: 'search', name: 'search', queue: settings.search.queue, queueSetting: 'search.queue' }] : []),
    ...(trials ? [{ what: 'trials', name: 'trials', queue, queueSetting: 'trials.queue', concurrency }] : []),
    ...axes.map(({ axis: { declaration } }): Part => {
      const { name } = declaration;
      const own = settings.axes[name] ?? axisSettingsSchema.parse({});
      const queueSetting = `axes.${name}.queue`;
      return { ...own, what: `axis ${name}`, name, queue: axisQueue(name, settings), queueSetting };
    }),
    ...paradigms.map(({ id }): Part => {
      const own = settings.paradigms[id] ?? paradigmSettingsSchema.parse({});
      const queueSetting = `paradigms.${id}.queue`;
      if (own.queue === undefined) {
        throw new UserError(
          'InvalidSettings',
          `paradigm ${id} has no queue in temporal.yaml, so no search would call it: set ${queueSetting}`,
        );
      }
      return { ...own, what: `paradigm ${id}`, name: id, queue: own.queue, queueSetting };
    }),
  ];
}

/** What searches use a part for, for people. */
function use({ what }: Part): string {
  return what === 'search' ? 'run' : `call ${what}`;
}

/** The value that all parts share; undefined for none. @throws UserError with the value of each part */
function common(
  parts: readonly Part[],
  of: (part: Part) => string,
  complaint: string,
  say: (part: Part, value: string) => string,
): string {
  const values = parts.map(of);
  if (values.every((value) => value === values[0])) return values[0];
  const each = parts.map((part, i) => say(part, values[i])).join(', ');
  throw new UserError('InvalidSettings', `${complaint} ${each}: make a worker for each`);
}
