import { UserError } from '../contracts/errors.js';
import type { Budget } from '../contracts/search/search-plan.js';
import { spentBudget } from '../workflows/policy/budget.js';
import type { SearchState } from '../workflows/policy/state.js';
import type { BudgetChange, LimitChange } from './limit-change.js';
import { counted, durationText } from './text.js';

/** What a search has taken. */
export interface Taken {
  trials: number;
  /** Active search time. */
  seconds: number;
}

/** The base of `more`: for an ended search what it took, otherwise its present limits. */
export function countedFrom(taken: Taken, { maxTrials, maxSeconds }: Budget, ended: boolean): Taken {
  return ended ? taken : { trials: maxTrials ?? taken.trials, seconds: maxSeconds ?? taken.seconds };
}

/** @param from see `countedFrom` */
export function limitOf(change: LimitChange, from: number): number | null {
  return 'more' in change ? Math.ceil(from + change.more) : change.whole;
}

/**
 * The budget with which a search continues that does not run. Limits that are not given stay, except spent ones, which
 * are removed.
 *
 * @returns also sentences about removed limits
 * @throws UserError('InvalidInput') if this would leave nothing to search with.
 */
export function extendedBudget(
  state: SearchState,
  taken: Taken,
  from: Taken,
  { maxTrials, maxTime }: BudgetChange,
): { budget: Budget; lifted: string[] } {
  const { budget: before } = state;
  const lifted: string[] = [];
  const lift = (what: string): null => {
    lifted.push(`its ${what} are spent: that limit is lifted`);
    return null;
  };
  const budget = { ...before };
  if (maxTrials) budget.maxTrials = limitOf(maxTrials, from.trials);
  else if (trialsSpent(state, taken, before)) budget.maxTrials = lift(counted(before.maxTrials!, 'trial'));
  if (maxTime) budget.maxSeconds = limitOf(maxTime, from.seconds);
  else if (timeSpent(state, taken, before)) budget.maxSeconds = lift(durationText(before.maxSeconds!));
  if (trialsSpent(state, taken, budget) || timeSpent(state, taken, budget)) throw nothingLeft(taken, budget);
  return { budget, lifted };
}

/** For a budget that is spent already. */
export function nothingLeft(taken: Taken, budget: Budget): UserError {
  const took = `${counted(taken.trials, 'trial')} in ${durationText(taken.seconds)}`;
  return new UserError(
    'InvalidInput',
    `the search has taken ${took} already: with ${budgetText(budget)} in total nothing is left for it (+100 or +10m gives it more)`,
  );
}

/** `at most 200 trials and 1 min 00 s`. */
export function budgetText({ maxTrials, maxSeconds }: Budget): string {
  const limits = [
    ...(maxTrials === null ? [] : [counted(maxTrials, 'trial')]),
    ...(maxSeconds === null ? [] : [durationText(maxSeconds)]),
  ];
  return limits.length === 0 ? 'no limit' : `at most ${limits.join(' and ')}`;
}

function trialsSpent(state: SearchState, { trials }: Taken, { maxTrials }: Budget): boolean {
  if (maxTrials === null) return false;
  return trials >= maxTrials || spentBudget({ ...state, budget: { maxTrials, maxSeconds: null } }) !== null;
}

function timeSpent(state: SearchState, { seconds }: Taken, { maxSeconds }: Budget): boolean {
  if (maxSeconds === null) return false;
  return seconds >= maxSeconds || spentBudget({ ...state, budget: { maxTrials: null, maxSeconds } }) !== null;
}
