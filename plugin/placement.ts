import { axisQueue } from '../activities/dataset/plan-axes.js';
import { UserError } from '../contracts/errors.js';
import { SEARCH_QUEUE } from '../contracts/search-plan.js';
import {
  axisSettingsSchema,
  paradigmSettingsSchema,
  type AxisSettings,
  type ProjectSettings,
} from '../contracts/settings.js';
import { deploymentVersion, pinnedQueue, type DeploymentVersion } from '../workers/deployment.js';
import type { Modules } from './modules.js';

/** Where temporal.yaml has the modules of one worker, and how it says that they are run. */
export interface Placement {
  /** The modules, for people. */
  what: string;
  taskQueue: string;
  /** Activities that the worker runs at once; undefined for as many as the SDK does. */
  concurrency: number | undefined;
  /** Activities a second, over all workers of the queue. */
  rateLimit: number | undefined;
  /** The build that the worker is of; null where it has no version. */
  version: DeploymentVersion | null;
}

/** One thing that a worker serves, as temporal.yaml has it. */
interface Part {
  /** For people, `axis features`. */
  what: string;
  name: string;
  queue: string;
  concurrency?: number;
  rateLimit?: number;
  version?: AxisSettings['version'];
}

/**
 * @param build in place of COAXIAL_BUILD_ID
 * @throws UserError where temporal.yaml has the modules on queues or in deployments that one worker cannot serve together
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
      `build ${build} is given, but temporal.yaml has no version for ${listed(parts)}`,
    );
  }
  const queue = common(parts, ({ queue }) => queue, 'a worker polls one task queue, but temporal.yaml has');
  const version = versions.find((one) => one !== null) ?? null;
  common(
    parts.filter((_, i) => versions[i] !== null),
    (part) => versions[parts.indexOf(part)]!.deploymentName,
    'a worker is a member of one deployment (version.deployment), but temporal.yaml has',
  );
  const rates = parts.flatMap(({ rateLimit }) => rateLimit ?? []);
  const together = parts.flatMap(({ concurrency }) => concurrency ?? []);
  return {
    what: listed(parts),
    taskQueue: queue,
    concurrency: together.length === 0 ? undefined : together.reduce((a, b) => a + b),
    rateLimit: rates.length === 0 ? undefined : Math.min(...rates),
    version,
  };
}

/** The queue of the worker's build alone, where it has a version. */
export function pinnedQueueOf({ taskQueue, version }: Placement): string | null {
  return version && pinnedQueue(taskQueue, version.buildId);
}

/** @throws UserError where a worker polls another queue than searches call its modules on */
export function checkQueue(placement: Placement, taskQueue: string): void {
  const { what, taskQueue: expected } = placement;
  if (taskQueue === expected || taskQueue === pinnedQueueOf(placement)) return;
  throw new UserError(
    'InvalidSettings',
    `temporal.yaml has ${what} on queue ${expected}, but the worker polls ${taskQueue}: no search would find it`,
  );
}

function partsOf({ axes, paradigms, search, trials }: Modules, settings: ProjectSettings): Part[] {
  const { queue, concurrency } = settings.trials;
  return [
    ...(search ? [{ what: 'search', name: 'search', queue: SEARCH_QUEUE }] : []),
    ...(trials ? [{ what: 'trials', name: 'trials', queue, concurrency }] : []),
    ...axes.map(({ axis: { declaration } }): Part => {
      const { name } = declaration;
      const own = settings.axes[name] ?? axisSettingsSchema.parse({});
      return { ...own, what: `axis ${name}`, name, queue: axisQueue(name, settings) };
    }),
    ...paradigms.map(({ id }): Part => {
      const own = settings.paradigms[id] ?? paradigmSettingsSchema.parse({});
      if (own.queue === undefined) {
        throw new UserError(
          'InvalidSettings',
          `paradigm ${id} has no queue in temporal.yaml, so no search would call it: set paradigms.${id}.queue`,
        );
      }
      return { ...own, what: `paradigm ${id}`, name: id, queue: own.queue };
    }),
  ];
}

function listed(parts: readonly Part[]): string {
  return parts.map(({ what }) => what).join(', ');
}

/** What all parts have in common; undefined for none. @throws UserError that says which part has what */
function common(parts: readonly Part[], of: (part: Part) => string, complaint: string): string {
  const values = parts.map(of);
  if (values.every((value) => value === values[0])) return values[0];
  const each = parts.map((part) => `${part.what} on ${of(part)}`).join(', ');
  throw new UserError('InvalidSettings', `${complaint} ${each}: make a worker for each`);
}
