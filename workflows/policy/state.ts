import type { Document } from '../../contracts/module/axis.js';
import type { Json } from '../../contracts/json.js';
import { leftOutText } from '../../contracts/module/module.js';
import type { Failure, Leader, Phase, TrialCounts } from '../../contracts/search/search.js';
import type { AxisPlan, Budget, SearchPlan } from '../../contracts/search/search-plan.js';
import type { TrialSummary } from '../../contracts/candidate/trial.js';
import { NO_TIME, type ActiveTime } from './active-clock.js';

/** Where an axis stands. */
export interface AxisProgress {
  state: Document | null;
  /** Steps made. */
  steps: number;
  /** Steps of the whole search whose trials it has seen. */
  seen: number;
  /** It said so in its last step, with this trial to go on from (null for none). */
  converged: { incumbent: string | null } | null;
  /** Steps in a row that changed nothing to go on from. */
  idle: number;
  /** Steps in a row of which no trial came. */
  empty: number;
  /** Gain by trial of its last step that had any. */
  gainRate: number;
  /** Of a strategy in turns: when its next one is due, in trials by share. */
  due: number;
  /** Its trials so far, and the seconds that training took those that were not known. */
  trials: number;
  trained: Trained;
  /** Sum of its steps' gains. */
  gain: number;
  /** Of a strategy with one axis after the other: its part of the budget; null before its turn. */
  share: Share | null;
  /** Why the search goes on without it; null where it does not. */
  leftOut: string | null;
}

/** An axis's part of a budget; null where there is no such limit. */
export interface Share {
  maxTrials: number | null;
  /** Active search time at which it ends. */
  endsAtSeconds: number | null;
  /** It has had its last word. */
  closed: boolean;
}

/** Trials that took training, and how long this took, all threads together. */
export interface Trained {
  trials: number;
  seconds: number;
}

/** All that a search knows, small enough to carry into a new run: what is large lies in the store. */
export interface SearchState {
  plan: SearchPlan;
  /** As people changed it, else the plan's. */
  budget: Budget;
  paused: boolean;
  /** A person wants it to end with what there is. */
  stopped: boolean;
  /** What that ended, as a sentence; null where nothing was under way. */
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
  /** What the axes go on from: the best, or what an axis chose instead. */
  base: TrialSummary | null;
  /** The best completed trials, best first; only one of each paradigm and number of columns. */
  elite: TrialSummary[];
  /** The best of those with most columns, of each paradigm: what was dropped since can be found again only from them. */
  widest: TrialSummary[];
  /** The best of all by score, as many as there may be finalists. */
  contenders: TrialSummary[];
  leaders: Leader[];
  /** Why trials gave no score. */
  failures: Failure[];
  /** Of a strategy in turns: when the present one was due. */
  turn: number;
  /** The axis that steps now, or stepped last. */
  axis: string | null;
  note: string;
  /** Why the search goes on without paradigms that have queues of their own, by id. */
  paradigmsLeftOut: Record<string, string>;
  /** What could not be fitted on all rows, and why, as sentences. */
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
 * Lets a search that has ended go on with another budget: every axis is asked again, for with more trials it may find
 * what it did not look for.
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

/** The axes that step, without those that the search goes on without. */
export function steppingAxes({ plan, axes }: SearchState): AxisPlan[] {
  return plan.axes.filter(({ name }) => axes[name].leftOut === null);
}

/** What people should know, as sentences. */
export function warningsOf(state: SearchState): string[] {
  const cutShort = state.cutShort === null ? [] : [state.cutShort];
  return [...state.plan.warnings, ...leftOutOf(state).map(leftOutText), ...state.unfitted, ...cutShort];
}

/** Why the search goes on without modules. */
export function leftOutOf({ plan, axes, paradigmsLeftOut }: SearchState): string[] {
  const reasons = [...plan.axes.map(({ name }) => axes[name].leftOut), ...Object.values(paradigmsLeftOut)];
  return reasons.filter((reason) => reason !== null);
}

/** The state is nothing but JSON. */
export function jsonOf(state: SearchState): Json {
  return state as unknown as Json;
}

/** A copy that nothing changes any more. */
export function snapshotOf(state: SearchState): SearchState {
  return JSON.parse(JSON.stringify(state)) as SearchState;
}

/** A state between two steps with what a person has changed since, and the time that has gone by. */
export function withControls(between: SearchState, now: SearchState): SearchState {
  const { budget, paused, stopped, cutShort, time, paradigmsLeftOut } = now;
  const state = { ...snapshotOf(between), budget, paused, stopped, cutShort, time, paradigmsLeftOut };
  for (const [name, { share, leftOut }] of Object.entries(now.axes)) {
    state.axes[name].leftOut = leftOut;
    // With another budget, the axis that is in turn gets its share anew.
    if (share === null) state.axes[name].share = null;
  }
  return state;
}
