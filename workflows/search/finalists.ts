import { completed, type TrialSummary } from '../../contracts/trial.js';
import { isBetter } from '../../contracts/metric.js';
import type { SearchState } from './state.js';

/**
 * The best of many candidates owes part of its score to folds that happened to suit it. So before the end the finalists
 * are scored again, on other dealings of the same rows to folds, and the best mean over all of them wins
 * (Cawley and Talbot 2010 on the bias, Kim 2009 on repeated cross-validation).
 */
const FINALISTS = 5;
const REPEATS = 2;
/** Part of a budget in trials that this may take. */
const SHARE = 0.1;

/** Trials of a budget that are kept for it. */
export function finalistTrials(maxTrials: number): number {
  const most = Math.min(FINALISTS * REPEATS, Math.floor(SHARE * maxTrials));
  const { finalists, repeats } = split(most);
  return finalists * repeats;
}

/** Trials that it takes in this search, should the time allow it. */
export function wantedFinalists({ budget }: SearchState): number {
  return budget.maxTrials === null ? FINALISTS * REPEATS : finalistTrials(budget.maxTrials);
}

/** One finalist has nobody to lose against. */
function split(trials: number): { finalists: number; repeats: number } {
  const repeats = trials >= FINALISTS * REPEATS ? REPEATS : 1;
  const finalists = Math.min(FINALISTS, Math.floor(trials / repeats));
  return finalists < 2 ? { finalists: 0, repeats: 0 } : { finalists, repeats };
}

/** Who is scored again, and how often; the trial that the search would deliver first. */
export function chooseFinalists(state: SearchState, trials: number): { finalists: TrialSummary[]; repeats: number } {
  const { finalists, repeats } = split(trials);
  const { base, elite } = state;
  if (!base) return { finalists: [], repeats: 0 };
  const others = elite.filter(({ key }) => key !== base.key);
  const chosen = [base, ...others].slice(0, finalists);
  return chosen.length < 2 ? { finalists: [], repeats: 0 } : { finalists: chosen, repeats };
}

/** A finalist with its mean score over all dealings of the folds. */
export interface Confirmed {
  trial: TrialSummary;
  score: number;
  repeats: number;
}

/**
 * The finalist of the best mean; of equal ones the first.
 *
 * @param rounds the finalists' trials on each other dealing, in their order; rounds that lack one do not count
 */
export function confirm(
  { plan }: SearchState,
  finalists: readonly TrialSummary[],
  rounds: readonly (readonly TrialSummary[])[],
): Confirmed {
  const whole = rounds.filter((round) => round.length === finalists.length && round.every((trial) => completed(trial)));
  const means = finalists.map((trial, i): Confirmed => {
    const scores = [trial, ...whole.map((round) => round[i])].map((one) => completed(one)!.score);
    return { trial, score: scores.reduce((a, b) => a + b, 0) / scores.length, repeats: scores.length };
  });
  return means.reduce((best, other) => (isBetter(plan.metric, other.score, best.score) ? other : best));
}
