import { completed, type TrialSummary } from '../../contracts/trial.js';
import { isBetter } from '../../contracts/metric.js';
import type { SearchState } from './state.js';

/**
 * The best of many candidates owes part of its score to folds that happened to suit it. So before the end the finalists
 * are scored again, on other dealings of the same rows to folds, and the best mean over all of them wins
 * (Cawley and Talbot 2010 on the bias, Kim 2009 on repeated cross-validation).
 *
 * What was chosen by fold (`foldFeatures`) can be scored on other dealings with the same columns in all folds only, which
 * is too good. By how much, the search's own dealing tells, where both scores are known.
 */
const FINALISTS = 5;
/** Other dealings, where a budget in trials is small and where it is not. */
const FEW_REPEATS = 1;
const REPEATS = 2;
/** Part of a budget in trials that this may take. */
const SHARE = 0.1;

/** Trials that so many finalists take: each once more on the search's own dealing, and on the others. */
const trialsOf = (finalists: number, repeats: number): number => finalists * (1 + repeats);
const MOST_TRIALS = trialsOf(FINALISTS, REPEATS);

/** Trials of a budget that are kept for it. */
export function finalistTrials(maxTrials: number): number {
  const { finalists, repeats } = split(Math.floor(SHARE * maxTrials));
  return trialsOf(finalists, repeats);
}

/** Trials that it takes in this search, should the time allow it. */
export function wantedFinalists({ budget }: SearchState): number {
  return budget.maxTrials === null ? MOST_TRIALS : finalistTrials(budget.maxTrials);
}

/** One finalist has nobody to lose against. */
function split(trials: number): { finalists: number; repeats: number } {
  const repeats = trials >= MOST_TRIALS ? REPEATS : FEW_REPEATS;
  const finalists = Math.min(FINALISTS, Math.floor(trials / trialsOf(1, repeats)));
  return finalists < 2 ? { finalists: 0, repeats: 0 } : { finalists, repeats };
}

/** Who is scored again, the trial that the search would deliver first, and on how many other dealings. */
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
  /** Dealings that the score stands on. */
  repeats: number;
}

/**
 * The finalist of the best mean; of equal ones the first.
 *
 * @param own the finalists' trials on the search's own dealing with the same columns in all folds, in their order
 * @param others the same on each other dealing; a round that lacks one does not count
 */
export function confirm(
  { plan }: SearchState,
  finalists: readonly TrialSummary[],
  own: readonly TrialSummary[],
  others: readonly (readonly TrialSummary[])[],
): Confirmed {
  const isWhole = (round: readonly TrialSummary[]): boolean =>
    round.length === finalists.length && round.every((trial) => completed(trial));
  const rounds = isWhole(own) ? others.filter(isWhole) : [];
  const means = finalists.map((trial, i): Confirmed => {
    const { score } = completed(trial)!;
    if (rounds.length === 0) return { trial, score, repeats: 1 };
    const scores = [own, ...rounds].map((round) => completed(round[i])!.score);
    const mean = scores.reduce((a, b) => a + b, 0) / scores.length;
    return { trial, score: score + mean - scores[0], repeats: scores.length };
  });
  return means.reduce((best, other) => (isBetter(plan.metric, other.score, best.score) ? other : best));
}
