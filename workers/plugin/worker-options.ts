import type { ReplayWorkerOptions, WorkerOptions } from '@temporalio/worker';
import { UserError } from '../../contracts/errors.js';
import type { ModuleBuild } from '../../contracts/module/module.js';
import {
  axisActivities,
  paradigmActivities,
  searchActivities,
  trialActivities,
  type Activities,
} from '../process/activities.js';
import type { ProcessResources } from '../process/process-resources.js';
import type { Modules } from './modules.js';
import { pinnedQueueOf, type Placement } from './placement.js';
import { BUNDLE, checkBundle, CONVERTER, WORKFLOWS } from './workflows.js';

/** Options of a worker for timely heartbeats and cancellation of Coaxial's activities. */
export const WORKER_DEFAULTS = {
  // How long a worker that shuts down waits for its activities before it returns them to the server.
  shutdownGraceTime: '2 seconds',
  // Cancellation comes with heartbeats, and a killed worker loses heartbeats that were not sent.
  maxHeartbeatThrottleInterval: '500ms',
  defaultHeartbeatThrottleInterval: '500ms',
  // After the loss of a worker, a query waits this long for its cached workflow.
  stickyQueueScheduleToStartTimeout: '1s',
} as const satisfies Partial<WorkerOptions>;

/** Options with defaults. */
export function withDefaults<Options extends object>(options: Options, defaults: Partial<Options>): Options {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...options, ...defaults, ...(Object.fromEntries(given) as Partial<Options>) };
}

/** Limits of concurrent activities and of their rate, from temporal.yaml; an app's own tuner has precedence. */
export function limitsOf({ concurrency, rateLimit }: Placement, { tuner }: WorkerOptions): Partial<WorkerOptions> {
  return {
    ...(concurrency !== undefined && !tuner && { maxConcurrentActivityTaskExecutions: concurrency }),
    ...(rateLimit !== undefined && { maxTaskQueueActivitiesPerSecond: rateLimit }),
  };
}

/** Workers on the build's own queue have no version: searches on it have chosen the build already. */
export function versionOf(placement: Placement, { taskQueue }: WorkerOptions): Partial<WorkerOptions> {
  const { version } = placement;
  if (version === null || taskQueue === pinnedQueueOf(placement)) return {};
  return {
    workerDeploymentOptions: { version, useWorkerVersioning: true, defaultVersioningBehavior: 'AUTO_UPGRADE' },
  };
}

/**
 * Where a worker gets the workflows of this release from: the bundle that comes with it, where the app has no workflows
 * and no payload converter of its own. Those of an app are bundled together with them (`bundleWithApp`).
 *
 * @throws UserError for an app's own bundle without them
 */
export function workflowsFor(
  options: Pick<ReplayWorkerOptions, 'workflowsPath' | 'workflowBundle' | 'dataConverter'>,
): Pick<WorkerOptions, 'workflowsPath' | 'workflowBundle'> {
  const { workflowsPath, workflowBundle, dataConverter } = options;
  if (workflowBundle) checkBundle(workflowBundle);
  if (workflowBundle || workflowsPath) return { workflowsPath, workflowBundle };
  if (dataConverter?.payloadConverterPath !== CONVERTER) return { workflowsPath: WORKFLOWS };
  return { workflowBundle: { codePath: BUNDLE } };
}

/** The activities of the modules, in parts with distinct names. */
export function activitiesOf(modules: Modules, tools: ProcessResources, build: ModuleBuild): Activities[] {
  const { axes, paradigms, search, trials } = modules;
  return [
    ...(search ? [searchActivities(tools)] : []),
    ...(trials ? [trialActivities(tools)] : []),
    ...(axes.length > 0 ? axisActivities(tools, axes, build) : []),
    ...(paradigms.length > 0 ? [paradigmActivities(tools, paradigms, build)] : []),
  ];
}

/** @throws UserError if two have an activity of the same name: one would silently replace the other */
export function mergeActivities(parts: readonly Activities[]): Activities {
  const all: Activities = {};
  for (const part of parts) {
    for (const [name, activity] of Object.entries(part)) {
      if (Object.hasOwn(all, name)) {
        throw new UserError(
          'InvalidInput',
          `the worker has two activities ${name}: rename one, or name all modules in one plugin`,
        );
      }
      all[name] = activity;
    }
  }
  return all;
}
