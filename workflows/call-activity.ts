import { TimeoutType } from '@temporalio/common';
import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  proxyActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import { activityCallSchema, type ActivityOutcome } from '../contracts/search/activity-call.js';
import type { Json } from '../contracts/json.js';
import { HEARTBEAT_LIMIT } from './search/activities.js';
import { parseArgument } from './search/failures.js';

const EXAMPLE =
  '{"activity":"describeAxis","queue":"axis-x","argument":{},"timeoutSeconds":30,"scheduleToStartSeconds":5}';

/**
 * Calls one activity, as a search would, and returns how it ended. If cancelled, it cancels the activity and waits for
 * its end.
 */
export async function callActivity(argument: unknown): Promise<ActivityOutcome> {
  const call = parseArgument(activityCallSchema, argument, EXAMPLE);
  const { activity, queue, timeoutSeconds, scheduleToStartSeconds } = call;
  const activities = proxyActivities<Record<string, (argument: unknown) => Promise<unknown>>>({
    taskQueue: queue,
    startToCloseTimeout: timeoutSeconds * 1000,
    scheduleToStartTimeout: scheduleToStartSeconds * 1000,
    heartbeatTimeout: HEARTBEAT_LIMIT,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { maximumAttempts: 1 },
  });
  try {
    return { answer: ((await activities[activity](call.argument)) ?? null) as Json };
  } catch (error) {
    return outcomeOf(error);
  }
}

/** @throws the error if it is not one of the activity */
function outcomeOf(error: unknown): ActivityOutcome {
  if (isCancellation(error)) return { failure: 'cancelled', message: 'it was cancelled' };
  const cause = error instanceof ActivityFailure ? error.cause : null;
  if (cause instanceof TimeoutFailure) return { failure: timeoutOf(cause), message: cause.message };
  if (!(cause instanceof ApplicationFailure)) throw error;
  return { failure: cause.nonRetryable ? 'refused' : 'failed', message: cause.message };
}

function timeoutOf({ timeoutType }: TimeoutFailure): 'untaken' | 'silent' | 'late' {
  if (timeoutType === TimeoutType.SCHEDULE_TO_START) return 'untaken';
  return timeoutType === TimeoutType.HEARTBEAT ? 'silent' : 'late';
}
