import type { AxisPlan, StopReason } from '../../contracts/search.js';
import { completed } from '../../contracts/trial.js';
import type { AxisProgress, SearchState } from './state.js';

/** Shares of a budget in time that are kept for the final fits and the report. */
const SMALLEST_RESERVE = 0.05;
const LARGEST_RESERVE = 0.3;

/**
 * Seconds to keep for the end: the final fits train on more rows than a fold, twice, and may find no free thread
 * beside each other.
 */
export function reserveSeconds({ plan, best }: SearchState): number {
  if (plan.maxSeconds === null) return 0;
  const foldSeconds = best && completed(best) ? best.cost.seconds / plan.folds : 0;
  const wanted = 1 + 3 * foldSeconds;
  return Math.min(Math.max(wanted, SMALLEST_RESERVE * plan.maxSeconds), LARGEST_RESERVE * plan.maxSeconds);
}

/** Seconds that trials may still take; null without a budget in time. */
export function searchSecondsLeft(state: SearchState): number | null {
  const { maxSeconds } = state.plan;
  return maxSeconds === null ? null : Math.max(0, maxSeconds - reserveSeconds(state) - state.time.seconds);
}

export function trialsLeft({ plan, counts }: SearchState): number | null {
  return plan.maxTrials === null ? null : Math.max(0, plan.maxTrials - counts.total);
}

/** Which budget is spent, if one is. */
export function spentBudget(state: SearchState): Exclude<StopReason, 'converged'> | null {
  if (trialsLeft(state) === 0) return 'trials';
  return searchSecondsLeft(state) === 0 ? 'time' : null;
}

/**
 * At an axis's first step: gives it its share of what is left, relative to the axes that come after it. What an axis
 * leaves over goes to those after it.
 */
export function openShare(state: SearchState, axis: AxisPlan): void {
  const progress = state.axes[axis.name];
  if (progress.steps > 0 || progress.endsAtSeconds !== null || progress.maxTrials !== null) return;
  const after = state.plan.axes.slice(state.plan.axes.indexOf(axis));
  const share = axis.share / after.reduce((sum, other) => sum + other.share, 0);
  const seconds = searchSecondsLeft(state);
  const trials = trialsLeft(state);
  if (seconds !== null) progress.endsAtSeconds = state.time.seconds + seconds * share;
  if (trials !== null) progress.maxTrials = Math.ceil(trials * share);
}

/** Whether an axis has spent its share. */
export function shareSpent(state: SearchState, progress: AxisProgress): boolean {
  if (progress.maxTrials !== null && progress.trials >= progress.maxTrials) return true;
  return progress.endsAtSeconds !== null && state.time.seconds >= progress.endsAtSeconds;
}

/** Part of the search's time that the first trials may take together, whatever the share of their axis. */
const OPENING_SHARE = 0.5;

/**
 * What a step may take, in seconds: the smaller of what the search and the axis have left. Before there is any
 * incumbent a dear step may overrun its axis's share, for a kind of model that was never tried is never found.
 */
export function stepSecondsLeft(state: SearchState, endsAtSeconds: number | null): number | null {
  const left = searchSecondsLeft(state);
  if (left === null || endsAtSeconds === null) return left;
  const share = endsAtSeconds - state.time.seconds;
  const opening = state.steps === 0 ? OPENING_SHARE * left : 0;
  return Math.max(0, Math.min(left, Math.max(share, opening)));
}

/**
 * Trials that a step of an axis may take: of its share, and of what is left. In a budget in time, as many as the time
 * holds of trials like the incumbent; null where nothing limits them.
 */
export function affordableTrials(state: SearchState, progress: AxisProgress): number | null {
  const limits = [trialsLeft(state), shareLeft(progress), trialsInTime(state, progress)];
  const known = limits.filter((limit) => limit !== null);
  return known.length === 0 ? null : Math.max(0, Math.min(...known));
}

function shareLeft({ maxTrials, trials }: AxisProgress): number | null {
  return maxTrials === null ? null : maxTrials - trials;
}

/** At least one: what it costs is only a guess. */
function trialsInTime(state: SearchState, { endsAtSeconds }: AxisProgress): number | null {
  const left = stepSecondsLeft(state, endsAtSeconds);
  if (left === null || !state.base) return null;
  const { time, trained, base } = state;
  // Threads and machines are not known here, but how much training went on at once so far.
  const atOnce = Math.max(1, trained.seconds / Math.max(1, time.seconds));
  return Math.max(1, Math.round((left * atOnce) / Math.max(0.001, base.cost.seconds)));
}
