import {
  ActivityCancellationType,
  proxyActivities,
  proxyLocalActivities,
  type ActivityOptions,
} from '@temporalio/workflow';
import type { SearchActivities } from '../../contracts/search/search-activities.js';
import type { TrialActivities } from '../../contracts/search/trial-activities.js';
import type { AdvanceRequest, AxisDescription, DescribeAxisRequest } from '../../contracts/module/axis.js';
import type { ParadigmActivities } from '../../contracts/module/fit-predict.js';
import { DEFAULT_PATIENCE } from '../../contracts/search/patience.js';
import type { ActivityRoute, AxisPlan, SearchPlan } from '../../contracts/search/search-plan.js';

/** Time limit of reading the data and of writing the report. */
const READ_LIMIT = '30 minutes';
/** A worker without heartbeats for so long counts as lost. */
export const HEARTBEAT_LIMIT = '5 seconds';

/** Programming errors, which would be repeated with the same input: reported at once instead of retried for ever. */
const nonRetryableErrorTypes = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'ZodError'];

/** Reads the data. Errors in the input are not retried, a lost worker is. Served by the workflow's own workers. */
export const { profileDataset } = proxyActivities<SearchActivities>({
  startToCloseTimeout: READ_LIMIT,
  heartbeatTimeout: HEARTBEAT_LIMIT,
  retry: { maximumInterval: '1 minute', nonRetryableErrorTypes },
});

export const { writeReport } = proxyActivities<SearchActivities>({
  startToCloseTimeout: READ_LIMIT,
  heartbeatTimeout: HEARTBEAT_LIMIT,
  retry: { maximumInterval: '1 minute', nonRetryableErrorTypes },
});

/** Reading and writing small files, or a question to the server, does not deserve a round trip to the server. */
export const { describeQueue, planSearch, writeStepTrials, acceptStep, recordStep, recordState } =
  proxyLocalActivities<SearchActivities>({
    startToCloseTimeout: '1 minute',
    retry: { maximumInterval: '10 seconds', nonRetryableErrorTypes },
  });

function options(route: ActivityRoute): ActivityOptions {
  return {
    taskQueue: route.queue,
    startToCloseTimeout: route.timeoutSeconds * 1000,
    retry: {
      initialInterval: route.firstDelaySeconds * 1000,
      maximumInterval: Math.max(route.firstDelaySeconds, route.maxDelaySeconds) * 1000,
      nonRetryableErrorTypes,
      ...(route.attempts > 0 && { maximumAttempts: route.attempts }),
    },
  };
}

/** How one call of a module's activity is made. */
export interface ModuleCall {
  /** How long it may wait in its queue, in seconds. */
  scheduleToStartSeconds: number;
  summary: string;
}

function moduleOptions(route: ActivityRoute, { scheduleToStartSeconds, summary }: ModuleCall): ActivityOptions {
  return {
    ...options(route),
    scheduleToStartTimeout: scheduleToStartSeconds * 1000,
    heartbeatTimeout: (route.patience ?? DEFAULT_PATIENCE).heartbeatSeconds * 1000,
    // A stopped search does not wait until another team's worker has noticed the cancellation.
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    summary,
  };
}

/** Limit for a module's description. */
const DESCRIBE_SECONDS = 30;

/** Gets an axis's description. */
export function describeAxis(
  route: ActivityRoute,
  request: DescribeAxisRequest,
  call: ModuleCall,
): Promise<AxisDescription> {
  type Described = { describeAxis(request: DescribeAxisRequest): Promise<AxisDescription> };
  return proxyActivities<Described>(describing(route, call)).describeAxis(request);
}

/** The activities of a paradigm with a queue of its own. */
export function paradigmActivities(route: ActivityRoute, call: ModuleCall): ParadigmActivities {
  return proxyActivities<ParadigmActivities>(moduleOptions(route, call));
}

/** Gets such a paradigm's description. */
export function describeParadigm(route: ActivityRoute, call: ModuleCall): ParadigmActivities['describeParadigm'] {
  return proxyActivities<ParadigmActivities>(describing(route, call)).describeParadigm;
}

function describing(route: ActivityRoute, call: ModuleCall): ActivityOptions {
  return moduleOptions({ ...route, timeoutSeconds: Math.min(DESCRIBE_SECONDS, route.timeoutSeconds) }, call);
}

/** One step of an axis, on its team's queue. Its answer is yet to be checked. */
export function advance(axis: AxisPlan, request: AdvanceRequest, call: ModuleCall): Promise<unknown> {
  type Advance = Record<string, (request: AdvanceRequest) => Promise<unknown>>;
  return proxyActivities<Advance>(moduleOptions(axis.route, call))[axis.activity](request);
}

/** The activities of trial workers. */
export function trialActivities(plan: SearchPlan, summary: string): TrialActivities {
  const { route, heartbeatSeconds } = plan.trials;
  return proxyActivities<TrialActivities>({ ...options(route), heartbeatTimeout: heartbeatSeconds * 1000, summary });
}
