import type { Outcome } from '../../contracts/trial.js';
import { candidateError } from './candidate-error.js';
import { failed, tooLarge } from './failure.js';
import type { TrialToRun } from './trial-to-run.js';

export interface MemoryLimit {
  /** What a trial takes at least, in bytes, by what is known before it starts. */
  estimateBytes: (trial: TrialToRun) => number;
  /** Bytes that one trial may take. */
  maxBytes: number;
}

/**
 * How a trial fails before it starts, for its candidate lies outside the search's spaces or would not fit into memory;
 * null where it may start.
 */
export function refusal({ estimateBytes, maxBytes }: MemoryLimit, trial: TrialToRun): Outcome | null {
  const invalid = candidateError(trial.search.context, trial.candidate);
  if (invalid) return failed('invalid-candidate', invalid);
  const bytes = estimateBytes(trial);
  if (bytes <= maxBytes) return null;
  const { code, reason } = tooLarge(bytes, maxBytes, true);
  return failed(code, reason);
}
