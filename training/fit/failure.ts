import type { FailureCode, Outcome } from '../../contracts/candidate/trial.js';
import { megabytes } from '../threads/memory-watch.js';

/** Why there is no score. */
export interface Failure {
  code: FailureCode;
  /** At most 300 characters. */
  reason: string;
}

const LONGEST_REASON = 300;

export function failed(code: FailureCode, reason: string): Outcome {
  return { status: 'failed', code, reason: reason.slice(0, LONGEST_REASON) };
}

/** What a job threw, or its thread ended by, as a failure: a learner's error is its trial's outcome. */
export function failureOf(error: unknown): Failure & { code: 'memory' | 'error' } {
  // Of another realm, as in a test, an Error is an instance of another class.
  const { code, name, message } = Object(error) as NodeJS.ErrnoException;
  const reason = String(message ?? error);
  const outOfMemory =
    code === 'ERR_WORKER_OUT_OF_MEMORY' || (name === 'RangeError' && /alloc|memory|length/i.test(reason));
  return { code: outOfMemory ? 'memory' : 'error', reason: reason.slice(0, LONGEST_REASON) };
}

/** @param bytes that its fit on all rows needs; `maxBytes` those that it may need; `least` where it may need more */
export function tooLarge(bytes: number, maxBytes: number, least = false): Failure {
  const about = least ? 'at least' : 'about';
  const limit = `a trial may need ${megabytes(maxBytes)} MB (trials.trialMemoryMb in temporal.yaml)`;
  const reason = `fitted on all rows it needs ${about} ${megabytes(bytes)} MB, ${limit}`;
  return { code: 'memory', reason };
}

export const NOT_FINITE = {
  code: 'not-finite',
  reason: 'its predictions are not all finite',
} as const satisfies Failure;
