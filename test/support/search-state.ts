import type { AxisPlan, SearchPlan } from '../../contracts/search/search-plan.js';
import type { TrialSummary } from '../../contracts/candidate/trial.js';
import { newState, type SearchState } from '../../workflows/policy/state.js';

const route = { queue: 'q', timeoutSeconds: 1, attempts: 0, firstDelaySeconds: 1, maxDelaySeconds: 1 };

export interface StateOptions {
  maxTrials?: number | null;
  maxSeconds?: number | null;
  targetScore?: number | null;
  /** One axis for each share: `axis-0`, `axis-1`, … */
  shares?: number[];
}

/** A search by log loss whose data have been read. */
export function searchState(options: StateOptions = {}): SearchState {
  const { maxTrials = null, maxSeconds = null, targetScore = null, shares = [1] } = options;
  const axes = shares.map((share, i): AxisPlan => ({
    name: `axis-${i}`,
    activity: 'advance',
    share,
    team: null,
    contact: null,
    importances: 'none',
    build: null,
    route,
  }));
  const plan: SearchPlan = {
    strategy: 'sequential',
    contextRef: `sha256:${'0'.repeat(64)}`,
    dataName: 'd.csv',
    target: 'y',
    task: 'binary',
    classes: 2,
    metric: 'log-loss',
    seed: 0,
    rows: 100,
    columns: 5,
    folds: 5,
    axes,
    searched: axes.map(({ name }) => name),
    paradigms: ['tree'],
    served: [],
    onTrouble: 'wait',
    types: [],
    trials: { route, batches: 4, heartbeatSeconds: 6, trialSeconds: 600, trialMemoryMb: 4096 },
    maxTrials,
    maxSeconds,
    targetScore,
    warmStart: null,
    warnings: [],
  };
  return newState(plan);
}

/** A trial by the number of its key; its score is the same on each of five folds, or it failed. */
export function trialOf(number: number, score: number | null, more: Partial<TrialSummary> = {}): TrialSummary {
  return {
    key: String(number).padStart(64, '0'),
    origin: { axis: 'axis-0', step: 0 },
    paradigm: 'tree',
    features: 5,
    outcome:
      score === null
        ? { status: 'failed', code: 'error', reason: 'simulated' }
        : { status: 'completed', score, scores: [score, score, score, score, score], spread: 0, effort: null },
    cost: { seconds: 1, work: 1, bytes: 1 },
    repeat: 0,
    reused: false,
    ...more,
  };
}
