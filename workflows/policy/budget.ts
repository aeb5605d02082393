import type { StopReason } from '../../contracts/search/search.js';
import { completed } from '../../contracts/candidate/trial.js';
import { finalistTrials, wantedFinalists, type FinalistBudget } from './finalists.js';
import type { AxisProgress, SearchState, Share } from './state.js';

/** Shares of a budget in time that are kept for the end: the finalists, the final fits and the report. */
const SMALLEST_RESERVE = 0.05;
const LARGEST_RESERVE = 0.3;

/** Part of a budget in time that one trial may take. */
const TRIAL_SHARE = 0.25;

/** Part of the search's time that the first trials may take together, whatever the share of their axis. */
const OPENING_SHARE = 0.5;

/** Limit for one trial, in seconds: with a budget in time, none may eat it up alone. */
export function trialSeconds({ plan, budget }: SearchState): number {
  const most = budget.maxSeconds === null ? Infinity : Math.max(1, TRIAL_SHARE * budget.maxSeconds);
  return Math.min(plan.trials.trialSeconds, most);
}

/**
 * Seconds to keep for the end: the finalists' other folds, and the final fits, which train on more rows than a fold,
 * twice, and may find no free thread beside each other.
 */
export function reserveSeconds(state: SearchState): number {
  const { maxSeconds } = state.budget;
  if (maxSeconds === null) return 0;
  const wanted = 1 + fitSeconds(state) + finalistSeconds(state, wantedFinalists(state));
  return Math.min(Math.max(wanted, SMALLEST_RESERVE * maxSeconds), LARGEST_RESERVE * maxSeconds);
}

/** What the final fits take, by a guess. */
function fitSeconds({ plan, best }: SearchState): number {
  return best && completed(best) ? (3 * best.cost.seconds) / plan.folds : 0;
}

/** What so many trials like the best take, by a guess. */
function finalistSeconds(state: SearchState, trials: number): number {
  return state.best ? (trials * state.best.cost.seconds) / threads(state) : 0;
}

/** Seconds that finalists may take; null without a budget in time. */
export function finalistSecondsLeft(state: SearchState): number | null {
  const { maxSeconds } = state.budget;
  return maxSeconds === null ? null : Math.max(0, maxSeconds - 1 - fitSeconds(state) - state.time.seconds);
}

/** What may go to the finalists: nothing, where a person wants the search to end. */
export function finalistBudget(state: SearchState): FinalistBudget {
  const { budget, counts, stopped } = state;
  const left = finalistSecondsLeft(state);
  const within = budget.maxTrials === null ? Infinity : Math.max(0, budget.maxTrials - counts.total);
  return {
    trials: stopped ? 0 : Math.min(wantedFinalists(state), within),
    seconds: left === null ? null : left * threads(state),
  };
}

/** How much training went on at once so far: threads and machines are not known here. */
function threads({ trained, time }: SearchState): number {
  return Math.max(1, trained.seconds / Math.max(1, time.seconds));
}

/** Seconds that the search for candidates may still take; null without a budget in time. */
export function searchSecondsLeft(state: SearchState): number | null {
  const { maxSeconds } = state.budget;
  return maxSeconds === null ? null : Math.max(0, maxSeconds - reserveSeconds(state) - state.time.seconds);
}

/** Trials that the search for candidates may still take, those kept for the finalists left out. */
export function trialsLeft({ budget, counts }: SearchState): number | null {
  const { maxTrials } = budget;
  return maxTrials === null ? null : Math.max(0, maxTrials - finalistTrials(maxTrials) - counts.total);
}

/** Which budget is spent, if one is. */
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
 * What a step may take, in seconds, where it should end at a given time: until then, but no longer than the search has
 * left. Before there is any incumbent a dear step may overrun its axis's share, for a kind of model that was never
 * tried is never found.
 */
export function stepSecondsLeft(state: SearchState, endsAtSeconds: number | null): number | null {
  const left = searchSecondsLeft(state);
  if (left === null || endsAtSeconds === null) return left;
  const opening = state.steps === 0 ? OPENING_SHARE * left : 0;
  return Math.max(0, Math.min(left, Math.max(endsAtSeconds - state.time.seconds, opening)));
}

/**
 * Trials that a step of an axis may take: of its share, and of what is left. In a budget in time, as many as the time
 * holds of trials like the axis's own; null where nothing limits them.
 */
export function affordableTrials(state: SearchState, progress: AxisProgress, share: Share): number | null {
  const own = share.maxTrials === null ? null : share.maxTrials - progress.trials;
  const limits = [trialsLeft(state), own, trialsInTime(state, progress, share.endsAtSeconds)];
  const known = limits.filter((limit) => limit !== null);
  return known.length === 0 ? null : Math.max(0, Math.min(...known));
}

/** At least one: what it costs is only a guess. */
function trialsInTime(state: SearchState, progress: AxisProgress, endsAtSeconds: number | null): number | null {
  const left = stepSecondsLeft(state, endsAtSeconds);
  if (left === null || !state.base) return null;
  return Math.max(1, Math.round((left * threads(state)) / Math.max(0.001, trialCost(state, progress))));
}

/** Seconds of training that a trial of an axis takes, by a guess: as its own did, else as what the search goes on from. */
export function trialCost({ base }: SearchState, { trained }: AxisProgress): number {
  return trained.trials === 0 ? (base?.cost.seconds ?? 0) : trained.seconds / trained.trials;
}
