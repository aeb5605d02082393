import type { NewBudget } from '../contracts/search/control.js';
import { UserError } from '../contracts/errors.js';
import type { SearchProgress } from '../contracts/search/search.js';
import type { Budget } from '../contracts/search/search-plan.js';
import { budgetText, countedFrom, extendedBudget, limitOf, nothingLeft } from './budget-change.js';
import type { Taken } from './budget-change.js';
import type { BudgetChange } from './limit-change.js';
import type { FoundSearch } from './find-search.js';
import { commandText } from './text.js';

/**
 * The argument of the update of a running search.
 *
 * @throws UserError('InvalidInput') if the search has taken as much already
 */
export function newBudget(progress: SearchProgress, { maxTrials, maxTime }: BudgetChange): NewBudget {
  const taken = { trials: progress.trials.total, seconds: progress.seconds };
  const from = countedFrom(taken, progress, false);
  const budget: NewBudget = {
    ...(maxTrials && { maxTrials: limitOf(maxTrials, from.trials) }),
    ...(maxTime && { maxTime: limitOf(maxTime, from.seconds) }),
  };
  const { maxTrials: trials = null, maxTime: seconds = null } = budget;
  const isSpent = (trials !== null && trials <= taken.trials) || (seconds !== null && Number(seconds) <= taken.seconds);
  if (isSpent) throw nothingLeft(taken, { maxTrials: trials, maxSeconds: seconds === null ? null : Number(seconds) });
  return budget;
}

/**
 * The state with which a search continues that does not run.
 *
 * @returns `said`: what happens, as sentences
 * @throws UserError('InvalidInput') for a search that has made no step, or if nothing would be left for it
 */
export function reopened(found: FoundSearch, change: BudgetChange): { budget: Budget; said: string[] } {
  const { searchId, state, result } = found;
  if (state === null) {
    const resume = commandText('resume', searchId);
    throw new UserError(
      'InvalidInput',
      `${searchId} has made no step that it could go on from; ${resume} starts it again`,
    );
  }
  const taken: Taken = {
    trials: result?.trials.total ?? state.counts.total,
    seconds: result?.seconds ?? state.time.seconds,
  };
  const from = countedFrom(taken, state.budget, result !== null);
  const { budget, lifted } = extendedBudget(state, taken, from, change);
  return { budget, said: [...lifted, `${searchId} goes on: ${budgetText(budget)}, counted from its start`] };
}
