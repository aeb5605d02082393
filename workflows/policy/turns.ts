import type { AxisPlan } from '../../contracts/search/search-plan.js';
import { affordableTrials, searchSecondsLeft, shareSpent, spentBudget, trialCost, trialsLeft } from './budget.js';
import { steppingAxes, type AxisProgress, type SearchState, type Share } from './state.js';
import { reachedTarget } from './trials.js';

/** The next step. */
export interface Turn {
  axis: AxisPlan;
  /** Limits of the axis's trials from now on, and in this step; null for no limit. */
  trialsLeft: number | null;
  trialsNow: number | null;
  /** Active search time at which its trials are ended; null for the end of the search. */
  endsAtSeconds: number | null;
  /** Whether it is given the whole elite, or only the incumbent, with which everything except its own part is fixed. */
  elite: boolean;
}

/** The axis that steps next; null at the end. Strategies differ only in this. */
export type NextTurn = (state: SearchState) => Turn | null;

/** Whether the search for candidates has ended. */
function isOver(state: SearchState): boolean {
  return state.stopped || reachedTarget(state) || spentBudget(state) !== null;
}

/**
 * One axis after the other, in their order: each steps until it converges or its share of the budget is spent. An axis
 * whose share ends before it converges gets a last step without new trials, in which it is given its last trials and
 * may choose among them.
 */
export function oneAfterTheOther(state: SearchState): Turn | null {
  // No last step either: the axis may not be served.
  if (state.stopped) return null;
  for (const axis of steppingAxes(state)) {
    const progress = state.axes[axis.name];
    if (progress.share?.closed) continue;
    const over = isOver(state);
    if (progress.steps === 0 && over) return null;
    progress.share ??= openShare(state, axis, progress);
    const { endsAtSeconds } = progress.share;
    if (!progress.converged && !over && !shareSpent(state, progress)) {
      const left = affordableTrials(state, progress, progress.share);
      return { axis, trialsLeft: left, trialsNow: left, endsAtSeconds, elite: false };
    }
    progress.share.closed = true;
    if (progress.steps > 0 && !progress.converged)
      return { axis, trialsLeft: 0, trialsNow: 0, endsAtSeconds, elite: false };
  }
  return null;
}

/** An axis's share of what is left, relative to the axes after it, which get what it leaves. */
function openShare(state: SearchState, axis: AxisPlan, { trials }: AxisProgress): Share {
  const axes = steppingAxes(state);
  const after = axes.slice(axes.indexOf(axis));
  const share = partOf(axis, after);
  const seconds = searchSecondsLeft(state);
  const left = trialsLeft(state);
  return {
    maxTrials: left === null ? null : trials + Math.ceil(left * share),
    endsAtSeconds: seconds === null ? null : state.time.seconds + seconds * share,
    closed: false,
  };
}

/**
 * After a change of the budget, the share of the current axis is computed again, even if it was in its last step;
 * earlier axes are unchanged.
 */
export function reopenShares(state: SearchState): void {
  const progress = state.axis === null ? null : state.axes[state.axis];
  if (progress) progress.share = null;
}

/**
 * Single steps of the axes in turn, each with the results of the others. Trials are allocated by the axes' shares
 * (stride scheduling, Waldspurger and Weihl 1995): the axis with the fewest trials relative to its share is next. An
 * axis whose last step gained has a higher weight, one whose last steps changed nothing a lower one (see `weightOf`),
 * so that successful axes get more turns. A converged axis is skipped until another axis changes the incumbent.
 *
 * The last axis in order comes first: hyperparameters are tuned before columns are dropped, because the ranking of
 * columns depends on a good model.
 */
export function inTurn(state: SearchState): Turn | null {
  if (isOver(state)) return null;
  const axes = steppingAxes(state).toReversed();
  const last = axes.findIndex(({ name }) => name === state.axis);
  const order = axes.map((_, i) => axes[(last + 1 + i) % axes.length]);
  const awake = order.filter(({ name }) => !isAsleep(state, state.axes[name]));
  if (awake.length === 0) return null;
  const dueAt = ({ name }: AxisPlan): number => Math.max(state.turn, state.axes[name].due);
  state.turn = Math.min(...awake.map(dueAt));
  return turnOf(
    state,
    awake.find((axis) => dueAt(axis) === state.turn)!,
  );
}

/** It has converged with the present incumbent. */
function isAsleep({ base }: SearchState, { converged }: AxisProgress): boolean {
  return converged !== null && converged.incumbent === (base?.key ?? null);
}

/** Factor of the weight of the axis whose last step gained most per trial, */
const MOST_GAIN = 2;
/** and the factor after a number of steps that changed nothing. */
const MOST_IDLE = 8;

/** The weight of an axis relative to the others. */
function weightOf(state: SearchState, { name, share }: AxisPlan): number {
  const { idle, gainRate } = state.axes[name];
  if (idle > 0) return share / Math.min(MOST_IDLE, idle);
  const most = Math.max(...Object.values(state.axes).map((axis) => axis.gainRate));
  return most > 0 ? share * (1 + (MOST_GAIN * gainRate) / most) : share;
}

/**
 * Successive steps without a proposal each count for twice as many trials as the previous one, up to this power of 2.
 */
const MOST_EMPTY = 5;

/** Computes, after a step, when an axis is due next. */
export function settleTurn(state: SearchState, axis: AxisPlan, trials: number): void {
  const progress = state.axes[axis.name];
  progress.empty = trials === 0 ? progress.empty + 1 : 0;
  const cost = Math.max(trials, 2 ** Math.min(MOST_EMPTY, progress.empty));
  progress.due = state.turn + cost / weightOf(state, axis);
}

/** Limits of one turn: the axis's share of what is left, and half of the time; at least one trial. */
function turnOf(state: SearchState, axis: AxisPlan): Turn {
  const progress = state.axes[axis.name];
  const seconds = searchSecondsLeft(state);
  const most = seconds === null ? null : Math.max(seconds / 2, Math.min(seconds, trialCost(state, progress)));
  const endsAtSeconds = most === null ? null : state.time.seconds + most;
  const trialsLeft = affordableTrials(state, progress, { maxTrials: null, endsAtSeconds: null, closed: false });
  // All axes depend on the first trials.
  const part = state.base === null ? 1 : partOf(axis, steppingAxes(state));
  const trialsNow = trialsLeft === null ? null : Math.max(1, Math.ceil(trialsLeft * part));
  return { axis, trialsLeft, trialsNow, endsAtSeconds, elite: true };
}

function partOf({ share }: AxisPlan, among: readonly AxisPlan[]): number {
  return share / among.reduce((sum, other) => sum + other.share, 0);
}
