import type { StopReason } from '../../contracts/search/search.js';
import { completed } from '../../contracts/candidate/trial.js';
import { finalistTrials, wantedFinalists, type FinalistBudget } from './finalists.js';
import type { AxisProgress, SearchState, Share } from './state.js';

/** Shares of a budget in time that are kept for the end: the finalists, the final fits and the report. */
const SMALLEST_RESERVE = 0.05;
const LARGEST_RESERVE = 0.3;

/** Largest share of a budget in time for one trial. */
const TRIAL_SHARE = 0.25;

/** Largest share of the search's time for the first trials together, independent of the share of their axis. */
const OPENING_SHARE = 0.5;

/** Limit for one trial, in seconds: with a budget in time, only a share of it. */
export function trialSeconds({ plan, budget }: SearchState): number {
  const most = budget.maxSeconds === null ? Infinity : Math.max(1, TRIAL_SHARE * budget.maxSeconds);
  return Math.min(plan.trials.trialSeconds, most);
}

/**
 * Seconds to keep for the end: the finalists' other folds, and the two final fits, which train on more rows than a fold
 * and may not run in parallel.
 */
export function reserveSeconds(state: SearchState): number {
  const { maxSeconds } = state.budget;
  if (maxSeconds === null) return 0;
  const wanted = 1 + fitSeconds(state) + finalistSeconds(state, wantedFinalists(state));
  return Math.min(Math.max(wanted, SMALLEST_RESERVE * maxSeconds), LARGEST_RESERVE * maxSeconds);
}

/** Estimated time of the final fits. */
function fitSeconds({ plan, best }: SearchState): number {
  return best && completed(best) ? (3 * best.cost.seconds) / plan.folds : 0;
}

/** Estimated time of so many trials like the best. */
function finalistSeconds(state: SearchState, trials: number): number {
  return state.best ? (trials * state.best.cost.seconds) / threads(state) : 0;
}

/** Time limit of the finalists in seconds; null without a budget in time. */
export function finalistSecondsLeft(state: SearchState): number | null {
  const { maxSeconds } = state.budget;
  return maxSeconds === null ? null : Math.max(0, maxSeconds - 1 - fitSeconds(state) - state.time.seconds);
}

/** Budget of the finalists: nothing, if a person has stopped the search. */
export function finalistBudget(state: SearchState): FinalistBudget {
  const { budget, counts, stopped } = state;
  const left = finalistSecondsLeft(state);
  const within = budget.maxTrials === null ? Infinity : Math.max(0, budget.maxTrials - counts.total);
  return {
    trials: stopped ? 0 : Math.min(wantedFinalists(state), within),
    seconds: left === null ? null : left * threads(state),
  };
}

/** How many trainings ran in parallel so far: threads and machines are not known here. */
function threads({ trained, time }: SearchState): number {
  return Math.max(1, trained.seconds / Math.max(1, time.seconds));
}

/** Seconds left for the search for candidates; null without a budget in time. */
export function searchSecondsLeft(state: SearchState): number | null {
  const { maxSeconds } = state.budget;
  return maxSeconds === null ? null : Math.max(0, maxSeconds - reserveSeconds(state) - state.time.seconds);
}

/** Trials left for the search for candidates, without those kept for the finalists. */
export function trialsLeft({ budget, counts }: SearchState): number | null {
  const { maxTrials } = budget;
  return maxTrials === null ? null : Math.max(0, maxTrials - finalistTrials(maxTrials) - counts.total);
}

/** The budget that is spent, if any. */
export function spentBudget(state: SearchState): Extract<StopReason, 'trials' | 'time'> | null {
  if (trialsLeft(state) === 0) return 'trials';
  return searchSecondsLeft(state) === 0 ? 'time' : null;
}

/** Whether an axis has spent its share. */
export function shareSpent(state: SearchState, { trials, share }: AxisProgress): boolean {
  if (!share) return false;
  if (share.maxTrials !== null && trials >= share.maxTrials) return true;
  return share.endsAtSeconds !== null && state.time.seconds >= share.endsAtSeconds;
}

/**
 * Time limit of a step in seconds, given when it should end, but at most what is left of the search's time. While there
 * is no incumbent, an expensive step may exceed its axis's share, so that every kind of model is tried.
 */
export function stepSecondsLeft(state: SearchState, endsAtSeconds: number | null): number | null {
  const left = searchSecondsLeft(state);
  if (left === null || endsAtSeconds === null) return left;
  const opening = state.steps === 0 ? OPENING_SHARE * left : 0;
  return Math.max(0, Math.min(left, Math.max(endsAtSeconds - state.time.seconds, opening)));
}

/**
 * Limit of the trials of a step: of its axis's share, and of what is left. With a budget in time, the number of trials
 * like the axis's own that fit into the time; null for no limit.
 */
export function affordableTrials(state: SearchState, progress: AxisProgress, share: Share): number | null {
  const own = share.maxTrials === null ? null : share.maxTrials - progress.trials;
  const limits = [trialsLeft(state), own, trialsInTime(state, progress, share.endsAtSeconds)];
  const known = limits.filter((limit) => limit !== null);
  return known.length === 0 ? null : Math.max(0, Math.min(...known));
}

/** At least one, because its cost is only an estimate. */
function trialsInTime(state: SearchState, progress: AxisProgress, endsAtSeconds: number | null): number | null {
  const left = stepSecondsLeft(state, endsAtSeconds);
  if (left === null || !state.base) return null;
  return Math.max(1, Math.round((left * threads(state)) / Math.max(0.001, trialCost(state, progress))));
}

/** Estimated seconds of training of an axis's trial: the mean of its own trials, otherwise that of the incumbent. */
export function trialCost({ base }: SearchState, { trained }: AxisProgress): number {
  return trained.trials === 0 ? (base?.cost.seconds ?? 0) : trained.seconds / trained.trials;
}
