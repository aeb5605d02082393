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

/** Converts what a job threw, or how its thread ended, to a failure: a learner's error is the outcome of its trial. */
export function failureOf(error: unknown): Failure & { code: 'memory' | 'error' } {
  // In another realm, as in a test, Error is another class.
  const { code, name, message } = Object(error) as NodeJS.ErrnoException;
  const reason = String(message ?? error);
  const outOfMemory =
    code === 'ERR_WORKER_OUT_OF_MEMORY' || (name === 'RangeError' && /alloc|memory|length/i.test(reason));
  return { code: outOfMemory ? 'memory' : 'error', reason: reason.slice(0, LONGEST_REASON) };
}

/** @param bytes memory of its fit on all rows; `maxBytes` is the limit; `least` if `bytes` is a lower bound */
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
