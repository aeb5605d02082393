import { randomUUID } from 'node:crypto';
import type { TrialRecord } from '../../contracts/trial.js';
import { megabytes } from '../runtime/memory-watch.js';
import { Attempt, CRASHED, type AttemptDependencies } from './attempt.js';
import { candidateError } from './candidate-error.js';
import { failed, saveFailure } from './failure.js';
import type { TrialLimits, TrialRun, TrialToRun } from './trial-to-run.js';

/** Attempts that may vanish with their worker before the next runs in a process of its own: it may be the cause. */
const MOST_LOST = 2;
/** Processes of its own that a trial may take down before it counts as failed. */
const MOST_CRASHES = 2;

/**
 * Trains and scores one trial, all its folds, and writes its record to the store. What an earlier attempt left is taken
 * up. Null where the search's time ended before its first fold started. Rejects once cancelled.
 */
export type TrialRunner = (trial: TrialToRun, limits: TrialLimits, run: TrialRun) => Promise<TrialRecord | null>;

export interface TrialRunnerDependencies extends AttemptDependencies {
  /** What a trial takes at least, in bytes, by what is known before it starts. */
  estimateBytes(trial: TrialToRun): number;
}

export function createTrialRunner(deps: TrialRunnerDependencies): TrialRunner {
  const { store, maxBytes } = deps;
  return async (trial, limits, run) => {
    const invalid = candidateError(trial.search.context, trial.candidate);
    if (invalid) return saveFailure(store, trial, failed('invalid-candidate', invalid));
    const bytes = deps.estimateBytes(trial);
    if (bytes > maxBytes) {
      const reason = `it needs at least ${megabytes(bytes)} MB, a trial may take ${megabytes(maxBytes)} MB`;
      return saveFailure(store, trial, failed('memory', reason));
    }
    const earlier = await store.attempts.of(trial.key);
    for (let { crashed } = earlier; crashed < MOST_CRASHES; crashed++) {
      const apart = earlier.open >= MOST_LOST || crashed > 0;
      const attempt = new Attempt(randomUUID(), deps, { trial, limits, run, apart, bytes });
      const record = await attempt.run();
      if (record !== CRASHED) return record;
    }
    const reason = `${MOST_CRASHES} attempts at it took down the process that each had for itself`;
    return saveFailure(store, trial, failed('crashed-worker', reason));
  };
}
