import type { Document } from '../../contracts/module/axis.js';
import type { Json } from '../../contracts/json.js';
import { leftOutText } from '../../contracts/module/module.js';
import type { Failure, Leader, Phase, TrialCounts } from '../../contracts/search/search.js';
import type { AxisPlan, Budget, SearchPlan } from '../../contracts/search/search-plan.js';
import type { TrialSummary } from '../../contracts/candidate/trial.js';
import { NO_TIME, type ActiveTime } from './active-clock.js';

/** The state of an axis. */
export interface AxisProgress {
  state: Document | null;
  /** Steps made. */
  steps: number;
  /** Number of steps of the whole search whose trials it was given. */
  seen: number;
  /** It converged in its last step, with this incumbent (null for none). */
  converged: { incumbent: string | null } | null;
  /** Successive steps that did not change the incumbent. */
  idle: number;
  /** Successive steps without a trial. */
  empty: number;
  /** Gain per trial of its last step with trials. */
  gainRate: number;
  /** Of a strategy in turns: when its next one is due, in trials by share. */
  due: number;
  /** Its trials so far, and the training time in seconds of those that were not in the store. */
  trials: number;
  trained: Trained;
  /** Sum of its steps' gains. */
  gain: number;
  /** Of a strategy with one axis after the other: its share of the budget; null before its turn. */
  share: Share | null;
  /** Why the search continues without it; null if it does not. */
  leftOut: string | null;
}

/** An axis's share of a budget; null for no limit. */
export interface Share {
  maxTrials: number | null;
  /** Active search time at which it ends. */
  endsAtSeconds: number | null;
  /** It has made its last step. */
  closed: boolean;
}

/** Number of trained trials, and their training time, all threads together. */
export interface Trained {
  trials: number;
  seconds: number;
}

/** The state of a search, small enough for the input of a new run: large values are in the store. */
export interface SearchState {
  plan: SearchPlan;
  /** The current budget: the plan's, or as changed by people. */
  budget: Budget;
  paused: boolean;
  /** A person has stopped it. */
  stopped: boolean;
  /** What was ended by that, as a sentence; null if nothing was running. */
  cutShort: string | null;
  phase: Phase;
  time: ActiveTime;
  /** Steps of all axes. */
  steps: number;
  axes: Record<string, AxisProgress>;
  counts: TrialCounts;
  trained: Trained;
  /** Best by score. */
  best: TrialSummary | null;
  /** The incumbent: the best, or what an axis chose instead. */
  base: TrialSummary | null;
  /** The best completed trials, best first; only one of each paradigm and number of columns. */
  elite: TrialSummary[];
  /** The best of those with most columns, of each paradigm: from these, dropped columns can come back. */
  widest: TrialSummary[];
  /** The best of all by score, for the finalists. */
  contenders: TrialSummary[];
  leaders: Leader[];
  /** Why trials have no score. */
  failures: Failure[];
  /** For a strategy in turns: when the current axis was due. */
  turn: number;
  /** The axis of the current or last step. */
  axis: string | null;
  note: string;
  /** Why the search continues without served paradigms, by id. */
  paradigmsLeftOut: Record<string, string>;
  /** Candidates that could not be fitted on all rows, with the reason, as sentences. */
  unfitted: string[];
}

export function newState(plan: SearchPlan): SearchState {
  const { maxTrials, maxSeconds } = plan;
  const fresh: AxisProgress = {
    state: null,
    steps: 0,
    seen: 0,
    converged: null,
    idle: 0,
    empty: 0,
    gainRate: 0,
    due: 0,
    trials: 0,
    trained: { trials: 0, seconds: 0 },
    gain: 0,
    share: null,
    leftOut: null,
  };
  return {
    plan,
    budget: { maxTrials, maxSeconds },
    paused: false,
    stopped: false,
    cutShort: null,
    phase: 'searching',
    time: NO_TIME,
    steps: 0,
    axes: Object.fromEntries(plan.axes.map(({ name }) => [name, { ...fresh, trained: { ...fresh.trained } }])),
    counts: { total: 0, reused: 0, failed: 0 },
    trained: { trials: 0, seconds: 0 },
    best: null,
    base: null,
    elite: [],
    widest: [],
    contenders: [],
    leaders: [],
    failures: [],
    turn: 0,
    axis: null,
    note: '',
    paradigmsLeftOut: {},
    unfitted: [],
  };
}

/**
 * Continues an ended search with another budget: every axis is called again, because with more trials it may find more.
 */
export function extend(state: SearchState, budget: Budget): void {
  state.budget = budget;
  state.paused = false;
  state.stopped = false;
  state.cutShort = null;
  state.phase = 'searching';
  for (const axis of Object.values(state.axes)) {
    axis.converged = null;
    axis.share = null;
    axis.leftOut = null;
  }
  state.paradigmsLeftOut = {};
  state.unfitted = [];
}

/** The axes that step, without those that were left out. */
export function steppingAxes({ plan, axes }: SearchState): AxisPlan[] {
  return plan.axes.filter(({ name }) => axes[name].leftOut === null);
}

/** Warnings, as sentences. */
export function warningsOf(state: SearchState): string[] {
  const cutShort = state.cutShort === null ? [] : [state.cutShort];
  return [...state.plan.warnings, ...leftOutOf(state).map(leftOutText), ...state.unfitted, ...cutShort];
}

/** Warnings about modules that were left out. */
export function leftOutOf({ plan, axes, paradigmsLeftOut }: SearchState): string[] {
  const reasons = [...plan.axes.map(({ name }) => axes[name].leftOut), ...Object.values(paradigmsLeftOut)];
  return reasons.filter((reason) => reason !== null);
}

/** The state is JSON only. */
export function jsonOf(state: SearchState): Json {
  return state as unknown as Json;
}

/** A copy that is not changed any more. */
export function snapshotOf(state: SearchState): SearchState {
  return JSON.parse(JSON.stringify(state)) as SearchState;
}

/** A state between two steps, with a person's changes since then and the elapsed time. */
export function withControls(between: SearchState, now: SearchState): SearchState {
  const { budget, paused, stopped, cutShort, time, paradigmsLeftOut } = now;
  const state = { ...snapshotOf(between), budget, paused, stopped, cutShort, time, paradigmsLeftOut };
  for (const [name, { share, leftOut }] of Object.entries(now.axes)) {
    state.axes[name].leftOut = leftOut;
    // With another budget, the share of the current axis is computed again.
    if (share === null) state.axes[name].share = null;
  }
  return state;
}
