import type { DeliveredModel } from '../../contracts/search/trial-activities.js';
import type { SearchResult, StopReason } from '../../contracts/search/search.js';
import { spentBudget } from './budget.js';
import type { Confirmed } from './finalists.js';
import { warningsOf, type SearchState } from './state.js';
import { accountsOf } from './steps.js';
import { reachedTarget } from './trials.js';

/** Why the search for candidates ended. */
export function stopReason(state: SearchState): StopReason {
  if (state.stopped) return 'stopped';
  if (reachedTarget(state)) return 'target';
  return spentBudget(state) ?? 'converged';
}

/** A search's result, its report still to be written. */
export function resultOf(
  searchId: string,
  state: SearchState,
  stopped: StopReason,
  { trial, score, repeats }: Confirmed,
  trained: DeliveredModel,
): SearchResult {
  const { plan, counts, time, leaders, failures } = state;
  const { transforms, paradigm, hyperparameters, architecture } = trained.candidate;
  return {
    searchId,
    strategy: plan.strategy,
    task: plan.task,
    metric: plan.metric,
    seed: plan.seed,
    seconds: time.seconds,
    stopped,
    trials: counts,
    axes: accountsOf(state),
    cvScore: score,
    repeats,
    holdoutScore: trained.holdoutScore,
    holdoutReads: trained.holdoutReads,
    holdoutSeen: trained.holdoutSeen,
    best: { key: trial.key, features: trained.features, transforms, paradigm, hyperparameters, architecture },
    leaders,
    failures,
    model: trained.model,
    report: '',
    warnings: [...warningsOf(state), ...trained.warnings],
  };
}
