import { direction, type Metric } from '../../contracts/metric.js';
import { completed, type CompletedOutcome, type TrialSummary } from '../../contracts/candidate/trial.js';
import type { SearchState } from './state.js';

/**
 * The best of many candidates owes part of its score to folds that happened to suit it. So before the end the finalists
 * are scored again, on other dealings of the same rows to folds, and the best mean over all of them wins
 * (Cawley and Talbot 2010 on the bias, Kim 2009 on repeated cross-validation).
 *
 * What was chosen by fold (`foldFeatures`) can be scored on other dealings with the same columns in all folds only, which
 * is too good. By how much, the search's own dealing tells, where both scores are known. But then the other dealings say
 * nothing of how well the columns were chosen, and a gain has to be beyond chance on the search's own.
 */
export const FINALISTS = 5;
/** Other dealings, where a budget in trials is small and where it is not. */
const FEW_REPEATS = 1;
const REPEATS = 2;
/** Part of a budget in trials that this may take. */
const SHARE = 0.1;
/** Standard errors of the difference that are beyond chance: the best of several equal ones is above by as much. */
const CHANCE = 1.5;

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

/** What may be spent on the finalists. */
export interface FinalistBudget {
  trials: number;
  /** Seconds of training, all threads together; null for no limit. */
  seconds: number | null;
}

/** Who is scored again, and on how many other dealings. */
export interface Finalists {
  /** First the trial that would be delivered without this. None, where there is nobody to compare it with. */
  finalists: TrialSummary[];
  repeats: number;
}

/** The trial that the search would deliver, then the elite, who are unlike one another, then the best of all others. */
export function chooseFinalists({ base, elite, contenders }: SearchState, budget: FinalistBudget): Finalists {
  const wanted = split(budget.trials);
  const others = [...elite, ...contenders.filter(({ key }) => !elite.some((other) => other.key === key))];
  for (let { repeats } = wanted; base && repeats > 0; repeats--) {
    const seconds = budget.seconds === null ? Infinity : budget.seconds / (1 + repeats);
    const finalists = affordable(base, others, wanted.finalists, seconds);
    if (finalists.length > 1) return { finalists, repeats };
  }
  return { finalists: [], repeats: 0 };
}

function affordable(
  base: TrialSummary,
  others: readonly TrialSummary[],
  most: number,
  seconds: number,
): TrialSummary[] {
  const chosen = [base];
  let left = seconds - base.cost.seconds;
  for (const other of others) {
    if (chosen.length >= most || other.key === base.key || other.cost.seconds > left) continue;
    chosen.push(other);
    left -= other.cost.seconds;
  }
  return left < 0 ? [] : chosen;
}

/** What may be delivered, with its mean score over all dealings of the folds that it was scored on. */
export interface Confirmed {
  trial: Pick<TrialSummary, 'key' | 'paradigm'>;
  score: number;
  /** Dealings that the score stands on. */
  repeats: number;
}

/**
 * The finalists by their means, the best first; of equal ones the first. One that could not be scored wherever the first
 * was is out; where the first was not scored either, nothing is known, and it alone stays.
 *
 * @param own the finalists' trials on the search's own dealing with the same columns in all folds, in their order
 * @param others the same on each other dealing
 */
export function confirm(
  { plan }: SearchState,
  finalists: readonly TrialSummary[],
  own: readonly (TrialSummary | null)[],
  others: readonly (readonly (TrialSummary | null)[])[],
): Confirmed[] {
  const outcomesOf = (place: number, rounds: typeof others): (CompletedOutcome | null)[] =>
    [own, ...rounds].map((round) => round[place] && completed(round[place]));
  const rounds = others.filter((round) => outcomesOf(0, [round]).every((outcome) => outcome !== null));
  if (rounds.length === 0) return finalists.slice(0, 1).map(unconfirmed);
  const confirmed = finalists.flatMap((trial, place): Confirmed[] => {
    const scores = outcomesOf(place, rounds).flatMap((outcome) => (outcome ? [outcome.score] : []));
    if (scores.length <= rounds.length) return [];
    const { score } = completed(trial)!;
    const isByFold = score !== scores[0];
    if (isByFold && !gainsBeyondChance(plan.metric, finalists[0], trial)) return [];
    return [{ trial, score: score + meanOf(scores) - scores[0], repeats: scores.length }];
  });
  return confirmed.sort((a, b) => direction(plan.metric) * (b.score - a.score));
}

/** A completed trial by its score on the search's own dealing. */
export function unconfirmed(trial: TrialSummary): Confirmed {
  return { trial, score: completed(trial)!.score, repeats: 1 };
}

/** What else may be delivered, the best first, should none of the finalists: the leaderboard, then the elite. */
export function runnersUp({ base, contenders, leaders, elite }: SearchState): Confirmed[] {
  const trials = [...(base ? [base] : []), ...contenders].map(unconfirmed);
  const lines = leaders.map(({ score, ...trial }) => ({ trial, score, repeats: 1 }));
  return [...trials, ...lines, ...elite.map(unconfirmed)];
}

/** Whether one is better than the first, or is the first, by the paired differences of the folds' scores. */
function gainsBeyondChance(metric: Metric, first: TrialSummary, other: TrialSummary): boolean {
  if (other === first) return true;
  const [a, b] = [completed(first)!.scores, completed(other)!.scores];
  const gains = a.map((score, fold) => direction(metric) * (b[fold] - score));
  const mean = meanOf(gains);
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / Math.max(1, gains.length - 1);
  return mean > CHANCE * Math.sqrt(variance / gains.length);
}

const meanOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;
