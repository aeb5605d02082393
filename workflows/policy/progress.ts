import type { Trouble } from '../../contracts/module/module.js';
import type { SearchProgress } from '../../contracts/search/search.js';
import type { TrialSummary } from '../../contracts/candidate/trial.js';
import { warningsOf, type SearchState } from './state.js';
import { accountsOf } from './steps.js';
import { countTrials } from './trials.js';

/**
 * The progress of a search, for people.
 *
 * @param underWay ended trials of the running step
 * @param troubles problems that stop it
 */
export function progressOf(
  searchId: string,
  state: SearchState,
  underWay: readonly TrialSummary[],
  troubles: readonly Trouble[] = [],
): SearchProgress {
  const { plan, phase, paused, budget, axis, axes, note, time } = state;
  const live = { ...state, counts: { ...state.counts }, trained: { ...state.trained } };
  if (phase === 'searching') countTrials(live, underWay);
  return {
    searchId,
    strategy: plan.strategy,
    phase,
    paused,
    axis: phase === 'searching' ? axis : null,
    step: axis === null ? 0 : axes[axis].steps + 1,
    note,
    metric: plan.metric,
    trials: live.counts,
    ...budget,
    seconds: time.seconds,
    axes: accountsOf(state),
    leaders: live.leaders,
    failures: live.failures,
    troubles: [...troubles],
    warnings: warningsOf(state),
  };
}
