import { proxyActivities, proxyLocalActivities, type ActivityOptions } from '@temporalio/workflow';
import type { SearchActivities, TrialActivities } from '../../contracts/activities.js';
import type { AdvanceReply, AdvanceRequest } from '../../contracts/axis.js';
import { SEARCH_QUEUE, type ActivityRoute, type AxisPlan, type SearchPlan } from '../../contracts/search-plan.js';

/** Time limit of reading the data and of writing the report. */
const READ_LIMIT = '30 minutes';
/** A worker that says nothing for so long is taken for lost. */
const HEARTBEAT_LIMIT = '5 seconds';

/** Errors of a program, which the same input gives again: better seen at once than retried for ever. */
const nonRetryableErrorTypes = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'ZodError'];

/** Reads the data. Errors in the input are not retried, a lost worker is. */
export const { profileDataset } = proxyActivities<SearchActivities>({
  taskQueue: SEARCH_QUEUE,
  startToCloseTimeout: READ_LIMIT,
  heartbeatTimeout: HEARTBEAT_LIMIT,
  retry: { maximumInterval: '1 minute', nonRetryableErrorTypes },
});

export const { writeReport } = proxyActivities<SearchActivities>({
  taskQueue: SEARCH_QUEUE,
  startToCloseTimeout: READ_LIMIT,
  heartbeatTimeout: HEARTBEAT_LIMIT,
  retry: { maximumInterval: '1 minute', nonRetryableErrorTypes },
});

/** Writing a small file does not deserve a round trip to the server. */
export const { recordStep, recordState } = proxyLocalActivities<SearchActivities>({
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

/** One step of an axis, on its team's queue. */
export function advance(axis: AxisPlan, request: AdvanceRequest, summary: string): Promise<AdvanceReply> {
  const activities = proxyActivities<Record<string, (request: AdvanceRequest) => Promise<AdvanceReply>>>({
    ...options(axis.route),
    heartbeatTimeout: HEARTBEAT_LIMIT,
    summary,
  });
  return activities[axis.activity](request);
}

/** The activities of trial workers. */
export function trialActivities(plan: SearchPlan, summary: string): TrialActivities {
  const { route, heartbeatSeconds } = plan.trials;
  return proxyActivities<TrialActivities>({ ...options(route), heartbeatTimeout: heartbeatSeconds * 1000, summary });
}
