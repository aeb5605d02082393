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
import type { ProcessTools } from '../process/process-tools.js';
import type { Modules } from './modules.js';
import { pinnedQueueOf, type Placement } from './placement.js';
import { BUNDLE, checkBundle, CONVERTER, WORKFLOWS } from './workflows.js';

/** What a worker needs for our activities to be seen alive, and cancelled, in time. */
export const WORKER_DEFAULTS = {
  // How long one that shuts down waits for its activities, before it gives them back to the server.
  shutdownGraceTime: '2 seconds',
  // Cancellation comes with heartbeats, and a killed worker loses those not yet sent.
  maxHeartbeatThrottleInterval: '500ms',
  defaultHeartbeatThrottleInterval: '500ms',
  // A query after the loss of a worker waits this long for its cached workflow.
  stickyQueueScheduleToStartTimeout: '1s',
} as const satisfies Partial<WorkerOptions>;

/** Options with others where they say nothing. */
export function withDefaults<Options extends object>(options: Options, defaults: Partial<Options>): Options {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...options, ...defaults, ...(Object.fromEntries(given) as Partial<Options>) };
}

/** How many activities run at once, and how often, as temporal.yaml says; a tuner of the app's decides it itself. */
export function limitsOf({ concurrency, rateLimit }: Placement, { tuner }: WorkerOptions): Partial<WorkerOptions> {
  return {
    ...(concurrency !== undefined && !tuner && { maxConcurrentActivityTaskExecutions: concurrency }),
    ...(rateLimit !== undefined && { maxTaskQueueActivitiesPerSecond: rateLimit }),
  };
}

/** The build's own queue is polled by workers without a version: whom it is for has chosen the build already. */
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

/** The activities of the modules, in parts that may not have a name in common. */
export function activitiesOf(modules: Modules, tools: ProcessTools, build: ModuleBuild): Activities[] {
  const { axes, paradigms, search, trials } = modules;
  return [
    ...(search ? [searchActivities(tools)] : []),
    ...(trials ? [trialActivities(tools)] : []),
    ...(axes.length > 0 ? axisActivities(tools, axes, build) : []),
    ...(paradigms.length > 0 ? [paradigmActivities(tools, paradigms, build)] : []),
  ];
}

/** @throws UserError where two have an activity of the same name: one would silently take the place of the other */
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
