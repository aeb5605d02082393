import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import type { TrialKey } from '../../contracts/candidate/trial.js';
import type { SearchCallContext } from './call-module.js';
import { evaluateCandidates } from './evaluate.js';
import { lostTrials } from './failures.js';
import type { SearchState } from '../policy/state.js';

/** Origin of an evaluation that restores lost trials. */
const RESTORE = 'restore';
/** Most rounds of restoring: if the store keeps losing trials, the error is reported. */
const MOST_RESTORES = 5;

/**
 * Runs an activity; if it fails because the store has lost trials, trains these again and repeats it.
 *
 * @throws as the activity
 */
export async function restoring<Result>(
  state: SearchState,
  callContext: SearchCallContext,
  activity: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await activity();
    } catch (error) {
      const trials = lostTrials(error);
      if (trials === null || attempt > MOST_RESTORES) throw error;
      await trainAgain(state, callContext, trials);
    }
  }
}

/** Independent of the budget, and also after a person has stopped the search: their counts do not change. */
async function trainAgain(state: SearchState, callContext: SearchCallContext, trials: TrialKey[]): Promise<void> {
  await evaluateCandidates(
    state,
    {
      origin: { axis: RESTORE, step: 0 },
      candidates: { trials, of: workflowInfo().workflowId },
      repeat: 0,
      fixedColumns: false,
      secondsLeft: () => null,
      callContext,
      mayBegin: () => Promise.resolve(true),
      onTrials: () => undefined,
    },
    new CancellationScope(),
  );
}
