import type { StateRef } from '../../contracts/axis.js';
import type { Leader, SearchPlan, SearchProgress, Strategy, TrialCounts } from '../../contracts/search.js';
import type { TrialSummary } from '../../contracts/trial.js';
import { NO_TIME, type ActiveTime } from './active-clock.js';

/** Where an axis stands. */
export interface AxisProgress {
  state: StateRef | null;
  /** Steps made. */
  steps: number;
  /** Steps of the whole search whose trials it has seen. */
  seen: number;
  converged: boolean;
  /** Its trials so far, and those it may make; null before its first step or without a budget in trials. */
  trials: number;
  maxTrials: number | null;
  /** Active search time at which its share ends; null before its first step or without a budget in time. */
  endsAtSeconds: number | null;
}

/** All that a search knows, small enough to carry into a new run: what is large lies in the store. */
export interface SearchState {
  strategy: Strategy;
  plan: SearchPlan;
  phase: SearchProgress['phase'];
  time: ActiveTime;
  /** Steps of all axes. */
  steps: number;
  axes: Record<string, AxisProgress>;
  counts: TrialCounts;
  /** Trials evaluated so far that took training, and the seconds this took: batches are sized by it. */
  trained: { trials: number; seconds: number };
  /** Best by score. */
  best: TrialSummary | null;
  /** What the axes go on from: the best, or what an axis chose instead. */
  base: TrialSummary | null;
  leaders: Leader[];
  /** The axis that steps now, or stepped last. */
  axis: string | null;
  note: string;
}

export function newState(strategy: Strategy, plan: SearchPlan): SearchState {
  const fresh: AxisProgress = {
    state: null,
    steps: 0,
    seen: 0,
    converged: false,
    trials: 0,
    maxTrials: null,
    endsAtSeconds: null,
  };
  return {
    strategy,
    plan,
    phase: 'searching',
    time: NO_TIME,
    steps: 0,
    axes: Object.fromEntries(plan.axes.map(({ name }) => [name, { ...fresh }])),
    counts: { total: 0, reused: 0, failed: 0 },
    trained: { trials: 0, seconds: 0 },
    best: null,
    base: null,
    leaders: [],
    axis: null,
    note: '',
  };
}
