import type { ParsedBudget } from '../../contracts/search/control.js';
import type { SearchState } from './state.js';
import { reopenShares } from './turns.js';

/** Changes the budget of a running search. @returns the new budget, for people */
export function changeBudget(state: SearchState, { maxTrials, maxTime }: ParsedBudget): string {
  const { budget } = state;
  if (maxTrials !== undefined) budget.maxTrials = maxTrials;
  if (maxTime !== undefined) budget.maxSeconds = maxTime;
  reopenShares(state);
  const trials = budget.maxTrials === null ? 'any number of' : `at most ${budget.maxTrials}`;
  const seconds = budget.maxSeconds === null ? 'any time' : `at most ${budget.maxSeconds} s`;
  return `the search takes ${trials} trials and ${seconds}, counted from its start`;
}
