import type { AxisPlan } from '../../contracts/search-plan.js';
import { affordableTrials, searchSecondsLeft, shareSpent, spentBudget, trialsLeft } from './budget.js';
import type { AxisProgress, SearchState, Share } from './state.js';
import { reachedTarget } from './trials.js';

/** One step to come. */
export interface Turn {
  axis: AxisPlan;
  /** Trials that it may take; null for no limit. */
  maxTrials: number | null;
  /** Active search time at which its trials are cut off; null for the search's own end. */
  endsAtSeconds: number | null;
  /** Whether it is shown the whole elite, or the incumbent alone, with which all but its own part is settled. */
  elite: boolean;
}

/** Which axis steps next; null where none does any more. All that strategies differ in. */
export type NextTurn = (state: SearchState) => Turn | null;

/** Whether no step may follow, whichever axis it would be of. */
function isOver(state: SearchState): boolean {
  return state.stopped || reachedTarget(state) || spentBudget(state) !== null;
}

/**
 * One axis after the other, in their order: each steps until it converges or its share of the budget is spent. An axis
 * whose share ends before gets a last word, in which it sees its last trials and may choose among them.
 */
export function oneAfterTheOther(state: SearchState): Turn | null {
  for (const axis of state.plan.axes) {
    const progress = state.axes[axis.name];
    if (progress.share?.closed) continue;
    const over = isOver(state);
    if (progress.share === null && over) return null;
    progress.share ??= openShare(state, axis, progress);
    const { endsAtSeconds } = progress.share;
    if (!progress.converged && !over && !shareSpent(state, progress)) {
      const maxTrials = affordableTrials(state, progress, progress.share);
      return { axis, maxTrials, endsAtSeconds, elite: false };
    }
    progress.share.closed = true;
    if (progress.steps > 0 && !progress.converged) return { axis, maxTrials: 0, endsAtSeconds, elite: false };
  }
  return null;
}

/**
 * An axis's share of what is left, relative to the axes that come after it. What an axis leaves over goes to those
 * after it.
 */
function openShare(state: SearchState, axis: AxisPlan, { trials }: AxisProgress): Share {
  const after = state.plan.axes.slice(state.plan.axes.indexOf(axis));
  const share = partOf(axis, after);
  const seconds = searchSecondsLeft(state);
  const left = trialsLeft(state);
  return {
    maxTrials: left === null ? null : trials + Math.ceil(left * share),
    endsAtSeconds: seconds === null ? null : state.time.seconds + seconds * share,
    closed: false,
  };
}

/** The axis that is in turn gets its share anew, of a budget that was changed; those before it stay as they are. */
export function reopenShares(state: SearchState): void {
  for (const progress of Object.values(state.axes)) if (progress.share?.closed === false) progress.share = null;
}

/**
 * A step of one axis, then a step of the next, round after round, in the reverse of their order: tuning comes before
 * anything is dropped, for nothing is settled yet on which the next could stand. An axis that has converged sleeps until another one
 * changes what it would go on from; one whose last steps changed nothing is due in a later round (see `restsFor`), so
 * that what pays gets more turns. Each turn may take the axis's part of what is left.
 */
export function inTurn(state: SearchState): Turn | null {
  if (isOver(state)) return null;
  const axes = state.plan.axes.toReversed();
  const last = axes.findIndex(({ name }) => name === state.axis);
  const order = axes.map((_, i) => axes[(last + 1 + i) % axes.length]);
  const awake = order.filter(({ name }) => !isAsleep(state, state.axes[name]));
  if (awake.length === 0) return null;
  const dueIn = ({ name }: AxisPlan): number => Math.max(state.round, state.axes[name].due);
  state.round = Math.min(...awake.map(dueIn));
  return turnOf(
    state,
    awake.find((axis) => dueIn(axis) === state.round)!,
  );
}

/** It has converged with just this trial to go on from. */
function isAsleep({ base }: SearchState, { converged }: AxisProgress): boolean {
  return converged !== null && converged.incumbent === (base?.key ?? null);
}

/** Rounds that an axis rests for, at most, once its steps have changed nothing, or had nothing to propose. */
const LONGEST_REST = 3;
const LONGEST_SLEEP = 31;

/**
 * Rounds that an axis rests for.
 *
 * @param idle its last steps in a row that changed nothing: one is no reason to rest
 * @param empty its last steps in a row that proposed nothing: each doubles the rest
 */
export function restsFor(idle: number, empty: number): number {
  const rest = Math.min(LONGEST_REST, Math.max(0, idle - 1));
  return Math.max(rest, Math.min(LONGEST_SLEEP, 2 ** empty - 1));
}

/** What one turn may take: the axis's part of what is left, at least one trial; half of the time, should they be dear. */
function turnOf(state: SearchState, axis: AxisPlan): Turn {
  const seconds = searchSecondsLeft(state);
  const endsAtSeconds = seconds === null ? null : state.time.seconds + seconds / 2;
  const progress = state.axes[axis.name];
  const left = affordableTrials(state, progress, { maxTrials: null, endsAtSeconds: null, closed: false });
  // The first trials of all are what everything else stands on.
  const part = state.base === null ? 1 : partOf(axis, state.plan.axes);
  const maxTrials = left === null ? null : Math.max(1, Math.ceil(left * part));
  return { axis, maxTrials, endsAtSeconds, elite: true };
}

function partOf({ share }: AxisPlan, among: readonly AxisPlan[]): number {
  return share / among.reduce((sum, other) => sum + other.share, 0);
}
