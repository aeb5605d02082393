import { randomUUID } from 'node:crypto';
import type { TrialRecord } from '../../contracts/candidate/trial.js';
import { Attempt, CRASHED, type AttemptDependencies } from './attempt.js';
import { failed } from '../fit/failure.js';
import { saveFailure } from './combine-folds.js';
import { refusal, type EstimateBytes } from './refusal.js';
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
  estimateBytes: EstimateBytes;
}

export function createTrialRunner(deps: TrialRunnerDependencies): TrialRunner {
  const { store } = deps;
  return async (trial, limits, run) => {
    const refused = refusal({ ...limits, estimateBytes: deps.estimateBytes }, trial);
    if (refused) return saveFailure(store, trial, refused);
    const bytes = deps.estimateBytes(trial, trial.search.context.plan.searchRows);
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
