import type { SearchContext } from '../../contracts/module/context.js';
import type { Outcome } from '../../contracts/candidate/trial.js';
import { candidateError } from './candidate-error.js';
import { failed, tooLarge } from '../fit/failure.js';
import type { TrialToRun } from './trial-to-run.js';

/** What a fit of a candidate on so many rows takes at least, in bytes, by what is known before it starts. */
export type EstimateBytes = (fit: Pick<TrialToRun, 'search' | 'candidate'>, rows: number) => number;

export interface MemoryLimit {
  estimateBytes: EstimateBytes;
  /** Bytes that one trial may need. */
  maxBytes: number;
}

/**
 * How a trial fails before it starts, for its candidate lies outside the search's spaces, or its largest fit, the final
 * one on all rows, would need too much memory; null where it may start.
 */
export function refusal({ estimateBytes, maxBytes }: MemoryLimit, trial: TrialToRun): Outcome | null {
  const invalid = candidateError(trial.search.context, trial.candidate);
  if (invalid) return failed('invalid-candidate', invalid);
  const bytes = estimateBytes(trial, allRows(trial.search.context));
  if (bytes <= maxBytes) return null;
  const { code, reason } = tooLarge(bytes, maxBytes, true);
  return failed(code, reason);
}

/** Rows of the data, which the fit that is delivered is on. */
export function allRows({ plan }: SearchContext): number {
  return plan.searchRows + plan.holdoutRows + plan.unusedRows;
}
