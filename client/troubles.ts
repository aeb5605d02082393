import type { DescribeWorkflowExecutionResponse } from '@temporalio/client';

/** As the server describes an activity that has not ended. */
type PendingActivity = NonNullable<DescribeWorkflowExecutionResponse['pendingActivities']>[number];

/** Of Temporal's enums, whose package is not ours to import: PendingActivityState and TimeoutType. */
const SCHEDULED = 1;
const STARTED = 2;
const HEARTBEAT_TIMEOUT = 4;

/** A worker that is there takes an activity within milliseconds, unless it is busy. */
const UNTAKEN_MS = 15_000;
/** Attempts after which a failure is told, whatever it is. */
const MANY_ATTEMPTS = 3;
/** What a person can mend: a disk that is full or broken, a file that may not be read or written, too many open ones. */
const MENDABLE = /\bE(ACCES|PERM|ROFS|NOSPC|DQUOT|FBIG|IO|MFILE|NFILE)\b/;
const LONGEST_MESSAGE = 500;

/**
 * What keeps a search from going on, a line each, for a person who may mend it.
 *
 * @param alsoUntaken tells of activities that no worker takes
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

/** Of a worker that died, stood still or was stopped: another one takes over. */
function isLoss(failure: NonNullable<PendingActivity['lastFailure']>): boolean {
  const { timeoutFailureInfo, canceledFailureInfo } = failure;
  return Boolean(canceledFailureInfo) || Number(timeoutFailureInfo?.timeoutType) === HEARTBEAT_TIMEOUT;
}

/** The server does not say which queue it lies in. */
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
