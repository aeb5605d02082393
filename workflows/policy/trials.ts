import type { FailedFit } from '../../contracts/search/trial-activities.js';
import { ELITE } from '../../contracts/module/axis.js';
import { direction, isBetter } from '../../contracts/metric.js';
import type { Failure, Leader } from '../../contracts/search/search.js';
import { completed, type TrialSummary } from '../../contracts/candidate/trial.js';
import { FINALISTS, type Confirmed } from './finalists.js';
import type { SearchState, Trained } from './state.js';

/** Lines of the leaderboard that a search keeps. */
const LEADERS = 20;
/** Most kinds of failures that are reported. */
const MOST_FAILURES = 12;

/** Applies ended trials, in the order of their candidates: counts, the best, the leaderboard. */
export function countTrials(state: SearchState, trials: readonly TrialSummary[]): void {
  for (const trial of trials) {
    countTrial(state, trial);
    const outcome = completed(trial);
    if (!outcome) continue;
    if (beats(state, outcome.score, state.best)) state.best = trial;
    if (beats(state, outcome.score, state.base)) state.base = trial;
    state.elite = withElite(state, trial);
    state.widest = withWidest(state, trial);
    state.contenders = ranked(state, state.contenders, trial, outcome.score, FINALISTS);
    state.leaders = ranked(state, state.leaders, leaderOf(trial, outcome), outcome.score, LEADERS);
  }
}

/** The elite are different: of a paradigm and a number of columns, only the best. */
function withElite(state: SearchState, trial: TrialSummary): TrialSummary[] {
  const { score } = completed(trial)!;
  const isLike = ({ paradigm, features }: TrialSummary): boolean =>
    paradigm === trial.paradigm && features === trial.features;
  const like = state.elite.find(isLike);
  if (like && !beats(state, score, like)) return state.elite;
  return ranked(
    state,
    state.elite.filter((other) => other !== like),
    trial,
    score,
    ELITE,
  );
}

function withWidest(state: SearchState, trial: TrialSummary): TrialSummary[] {
  const { widest } = state;
  const known = widest.find(({ paradigm }) => paradigm === trial.paradigm);
  if (!known) return [...widest, trial];
  if (trial.features < known.features) return widest;
  if (trial.features === known.features && !beats(state, completed(trial)!.score, known)) return widest;
  return widest.map((other) => (other === known ? trial : other));
}

/** The elite for an axis: the best, and the best with most columns of the incumbent's paradigm. */
export function shownElite({ elite, widest, base }: SearchState): TrialSummary[] {
  const wide = widest.find(({ paradigm }) => paradigm === base?.paradigm);
  if (!wide || elite.some(({ key }) => key === wide.key)) return elite;
  return [...elite.slice(0, ELITE - 1), wide];
}

/** Counts a trial whose score is not comparable: one on other folds. */
export function countTrial(state: SearchState, trial: TrialSummary): void {
  const { counts, trained } = state;
  counts.total++;
  if (trial.reused) counts.reused++;
  if (trial.outcome.status !== 'completed' && !isCutOff(trial)) {
    counts.failed++;
    const { outcome } = trial;
    const code = outcome.status === 'failed' ? outcome.code : outcome.status;
    state.failures = withFailure(state.failures, trial.paradigm, code, outcome.reason);
  }
  countTraining(trained, trial);
}

function withFailure(failures: readonly Failure[], paradigm: string, code: string, reason: string): Failure[] {
  const known = failures.find((failure) => failure.paradigm === paradigm && failure.code === code);
  if (known) return failures.map((failure) => (failure === known ? { ...known, trials: known.trials + 1 } : failure));
  return [...failures, { paradigm, code, reason, trials: 1 }].slice(0, MOST_FAILURES);
}

/** Code of a failure, in addition to those of trials. */
const FINAL_FIT = 'final-fit';

/** Records that a trial's final fit failed. */
export function takeFailedFit(state: SearchState, { trial, score }: Confirmed, { reason }: FailedFit['failed']): void {
  const { paradigm } = trial;
  const what = `the ${paradigm} model of score ${score.toPrecision(5)} could not be fitted on all rows`;
  state.unfitted.push(`${what}: ${reason}`);
  state.failures = withFailure(state.failures, paradigm, FINAL_FIT, reason);
}

/** Adds the cost of a trial, unless it was in the store. */
export function countTraining(trained: Trained, { reused, cost }: TrialSummary): void {
  if (reused) return;
  trained.trials++;
  trained.seconds += cost.seconds;
}

/** The improvement of the best score, in the metric's unit; 0 if there was none before. */
export function gainOver(before: TrialSummary | null, { plan, best }: SearchState): number {
  const [a, b] = [before && completed(before), best && completed(best)];
  return a && b ? Math.max(0, direction(plan.metric) * (b.score - a.score)) : 0;
}

/** Whether the target score is reached. */
export function reachedTarget({ plan, best }: SearchState): boolean {
  const outcome = best && completed(best);
  if (!outcome || plan.targetScore === null) return false;
  return !isBetter(plan.metric, plan.targetScore, outcome.score);
}

function beats({ plan }: SearchState, score: number, other: TrialSummary | null): boolean {
  const outcome = other && completed(other);
  return !outcome || isBetter(plan.metric, score, outcome.score);
}

/** The end of the search's time is not a failure of a trial. */
function isCutOff({ outcome }: TrialSummary): boolean {
  return outcome.status === 'timed-out' && outcome.limit === 'search';
}

function leaderOf(trial: TrialSummary, { score, spread }: { score: number; spread: number }): Leader {
  const { key, origin, paradigm, features, cost } = trial;
  return { key, axis: origin.axis, paradigm, features, score, spread, seconds: cost.seconds };
}

/** Equal scores stay in the order of candidates, so that the order in which they end does not matter. */
function ranked<T extends Leader | TrialSummary>(
  { plan }: SearchState,
  list: readonly T[],
  item: T,
  score: number,
  limit: number,
): T[] {
  if (list.some(({ key }) => key === item.key)) return [...list];
  const place = list.findIndex((other) => isBetter(plan.metric, score, scoreOf(other)));
  const at = place < 0 ? list.length : place;
  return [...list.slice(0, at), item, ...list.slice(at)].slice(0, limit);
}

function scoreOf(item: Leader | TrialSummary): number {
  return 'score' in item ? item.score : completed(item)!.score;
}
