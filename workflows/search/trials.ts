import { isBetter } from '../../contracts/metric.js';
import type { Leader } from '../../contracts/search.js';
import { completed, type TrialSummary } from '../../contracts/trial.js';
import type { SearchState } from './state.js';

/** Lines of the leaderboard that a search keeps. */
const LEADERS = 20;

/** Takes trials that ended into account, in the order of their candidates: counts, the best, the leaderboard. */
export function countTrials(state: SearchState, trials: readonly TrialSummary[]): void {
  for (const trial of trials) {
    state.counts.total++;
    if (trial.reused) state.counts.reused++;
    else {
      state.trained.trials++;
      state.trained.seconds += trial.cost.seconds;
    }
    const outcome = completed(trial);
    if (!outcome) {
      if (!isCutOff(trial)) state.counts.failed++;
      continue;
    }
    if (beats(state, outcome.score, state.best)) state.best = trial;
    if (beats(state, outcome.score, state.base)) state.base = trial;
    state.leaders = withLeader(state, leaderOf(trial, outcome));
  }
}

function beats({ plan }: SearchState, score: number, other: TrialSummary | null): boolean {
  const outcome = other && completed(other);
  return !outcome || isBetter(plan.metric, score, outcome.score);
}

/** The end of the search's time is no fault of a trial. */
function isCutOff({ outcome }: TrialSummary): boolean {
  return outcome.status === 'timed-out' && outcome.limit === 'search';
}

function leaderOf(trial: TrialSummary, { score, spread }: { score: number; spread: number }): Leader {
  const { key, origin, paradigm, features, cost } = trial;
  return { key, axis: origin.axis, paradigm, features, score, spread, seconds: cost.seconds };
}

/** Equal scores stay in the order in which they came, so that nothing depends on which ended first. */
function withLeader({ leaders, plan }: SearchState, leader: Leader): Leader[] {
  if (leaders.some(({ key }) => key === leader.key)) return leaders;
  const place = leaders.findIndex(({ score }) => isBetter(plan.metric, leader.score, score));
  const at = place < 0 ? leaders.length : place;
  return [...leaders.slice(0, at), leader, ...leaders.slice(at)].slice(0, LEADERS);
}
