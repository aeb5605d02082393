import type { DescribeWorkflowExecutionResponse } from '@temporalio/client';

/** An activity that has not ended, as described by the server. */
type PendingActivity = NonNullable<DescribeWorkflowExecutionResponse['pendingActivities']>[number];

/** Values of Temporal's enums PendingActivityState and TimeoutType, whose package is not a dependency. */
const SCHEDULED = 1;
const STARTED = 2;
const HEARTBEAT_TIMEOUT = 4;

/** An idle worker takes an activity within milliseconds. */
const UNTAKEN_MS = 15_000;
/** Attempts after which any failure is reported. */
const MANY_ATTEMPTS = 3;
/** Failures that a person can correct: a full or broken disk, a file without permissions, too many open files. */
const MENDABLE = /\bE(ACCES|PERM|ROFS|NOSPC|DQUOT|FBIG|IO|MFILE|NFILE)\b/;
const LONGEST_MESSAGE = 500;

/**
 * The problems that stop a search, one line each, for a person who can correct them.
 *
 * @param alsoUntaken also reports activities that no worker takes
 */
export function troublesOf(pending: readonly PendingActivity[], now: number, alsoUntaken = true): string[] {
  const busy = new Set(pending.filter(({ state }) => Number(state) === STARTED).map(nameOf));
  const lines = pending.flatMap(
    (activity) => retried(activity) ?? (alsoUntaken ? untaken(activity, busy, now) : null) ?? [],
  );
  return [...new Set(lines)];
}

function retried(activity: PendingActivity): string | null {
  const { attempt, lastFailure } = activity;
  if (!attempt || attempt < 2 || !lastFailure || isLoss(lastFailure)) return null;
  const message = lastFailure.message ?? '';
  if (attempt < MANY_ATTEMPTS && !MENDABLE.test(message)) return null;
  const [line] = message.split('\n');
  return `${nameOf(activity)} is tried again and again: ${line.slice(0, LONGEST_MESSAGE)}`;
}

/** Timeouts of a worker that died, stalled or was stopped: another one takes over. */
function isLoss(failure: NonNullable<PendingActivity['lastFailure']>): boolean {
  const { timeoutFailureInfo, canceledFailureInfo } = failure;
  return Boolean(canceledFailureInfo) || Number(timeoutFailureInfo?.timeoutType) === HEARTBEAT_TIMEOUT;
}

/** The server does not say in which queue it is. */
function untaken(activity: PendingActivity, busy: ReadonlySet<string>, now: number): string | null {
  const { state, attempt, scheduledTime } = activity;
  const name = nameOf(activity);
  if (Number(state) !== SCHEDULED || attempt !== 1 || !scheduledTime || busy.has(name)) return null;
  if (now - Number(scheduledTime.seconds ?? 0) * 1000 <= UNTAKEN_MS) return null;
  return `no worker takes ${name}: is one running for its queue (temporal.yaml)?`;
}

function nameOf({ activityType }: PendingActivity): string {
  return activityType?.name ?? 'an activity';
}
