import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import type { TrialKey } from '../../contracts/candidate/trial.js';
import type { SearchCallContext } from './call-module.js';
import { evaluateCandidates } from './evaluate.js';
import { lostTrials } from './failures.js';
import type { SearchState } from '../policy/state.js';

/** Origin of an evaluation that only brings back what the store has lost. */
const RESTORE = 'restore';
/** A store that goes on losing trials is better seen than fed. */
const MOST_RESTORES = 5;

/**
 * Runs an activity, and has the trials trained again that the store turns out to have lost.
 *
 * @throws as the activity does
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

/** Whatever is left of the budget, and also where a person has stopped the search: they count as what they were. */
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
