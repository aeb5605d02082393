import { TimeoutType } from '@temporalio/common';
import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import type { SearchActivities } from '../../contracts/search/search-activities.js';
import { LOST_TRIALS } from '../../contracts/search/trial-activities.js';
import { issuesInWords } from '../../contracts/issues.js';
import type { CallFailure } from '../policy/retries.js';

/** A module's answer breaks the contract; the message says how, in one sentence. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer';
}

/** How a call of a module has failed, before its queue is checked. */
export type Failed = Exclude<CallFailure, { kind: 'unserved' }> | { kind: 'unserved' };

/** The activity that validates a module's answer. */
const OWN_ACTIVITY: keyof SearchActivities = 'acceptStep';

/** Coaxial's own failures in a module's activity: they end the search, or cause trials to be trained again. */
const OWN_FAILURES = [LOST_TRIALS, 'StepLost'];

/** @throws the error if it is not the module's */
export function howFailed(error: unknown): Failed {
  if (error instanceof BadAnswer) return { kind: 'failed', reason: error.message, badAnswer: true };
  if (!(error instanceof ActivityFailure) || error.activityType === OWN_ACTIVITY) throw error;
  const { cause } = error;
  if (cause instanceof TimeoutFailure) {
    const { timeoutType } = cause;
    if (timeoutType === TimeoutType.HEARTBEAT) return { kind: 'lost' };
    if (timeoutType === TimeoutType.SCHEDULE_TO_START) return { kind: 'unserved' };
    return { kind: 'failed', reason: 'it takes longer than its time limit', badAnswer: false };
  }
  if (!(cause instanceof ApplicationFailure) || OWN_FAILURES.includes(cause.type ?? '')) throw error;
  return { kind: 'failed', reason: messageInWords(cause), badAnswer: false };
}

/** An error's message on one line; issues of a schema, which are JSON, in words. */
export function messageInWords({ message, type }: { message: string; type?: string | null }): string {
  const text = (type === 'ZodError' && issuesInWords(message)) || message;
  const line = text
    .split('\n')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
  // The type of some errors says more than the message: KeyError: 'b'.
  return /\s/.test(line) ? line : `${type ?? 'an error'}: ${line === '' ? 'it says nothing' : line}`;
}
