import { direction, type Metric } from '../../contracts/metric.js';
import { completed, type CompletedOutcome, type TrialSummary } from '../../contracts/candidate/trial.js';
import type { SearchState } from './state.js';

/**
 * The score of the best of many candidates is biased, because the folds suit it by chance. So before the end the
 * finalists are scored again, on other splits of the same rows into folds, and the best mean over all of them wins
 * (Cawley and Talbot 2010 on the bias, Kim 2009 on repeated cross-validation).
 *
 * A candidate with columns selected by fold (`foldFeatures`) can be scored on other splits only with the same columns
 * in all folds, which is biased. The bias is known from the search's own split, where both scores are known. But the
 * other splits then do not measure the selection of columns, so a gain has to be significant on the search's own split.
 */
export const FINALISTS = 5;
/** Number of other splits, for a small budget in trials and for a larger one. */
const FEW_REPEATS = 1;
const REPEATS = 2;
/** Largest share of a budget in trials for this. */
const SHARE = 0.1;
/** Standard errors of a significant difference: the best of several equal ones is better by about as much. */
const CHANCE = 1.5;

/** Number of trials for so many finalists: each once more on the search's own split, and on the others. */
const trialsOf = (finalists: number, repeats: number): number => finalists * (1 + repeats);
const MOST_TRIALS = trialsOf(FINALISTS, REPEATS);

/** Trials of a budget that are kept for it. */
export function finalistTrials(maxTrials: number): number {
  const { finalists, repeats } = split(Math.floor(SHARE * maxTrials));
  return trialsOf(finalists, repeats);
}

/** Number of trials in this search, if the time allows it. */
export function wantedFinalists({ budget }: SearchState): number {
  return budget.maxTrials === null ? MOST_TRIALS : finalistTrials(budget.maxTrials);
}

/** A single finalist needs no comparison. */
function split(trials: number): { finalists: number; repeats: number } {
  const repeats = trials >= MOST_TRIALS ? REPEATS : FEW_REPEATS;
  const finalists = Math.min(FINALISTS, Math.floor(trials / trialsOf(1, repeats)));
  return finalists < 2 ? { finalists: 0, repeats: 0 } : { finalists, repeats };
}

/** Limits for the finalists. */
export interface FinalistBudget {
  trials: number;
  /** Seconds of training, all threads together; null for no limit. */
  seconds: number | null;
}

/** The candidates that are scored again, and the number of other splits. */
export interface Finalists {
  /** First the trial that would be delivered without this. Empty if there is no other to compare it with. */
  finalists: TrialSummary[];
  repeats: number;
}

/**
 * The trial that the search would deliver, then the elite, whose members are different, then the best of all others.
 */
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

/** A candidate for delivery, with its mean score over all splits that it was scored on. */
export interface Confirmed {
  trial: Pick<TrialSummary, 'key' | 'paradigm'>;
  score: number;
  /** Number of splits of the score. */
  repeats: number;
}

/**
 * The finalists by their means, the best first; if equal, in order. One that was not scored on all splits of the first
 * is left out; if the first was not scored, only the first remains.
 *
 * @param own the finalists' trials on the search's own split with the same columns in all folds, in their order
 * @param others the same on each other split
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

/** A completed trial by its score on the search's own split. */
export function unconfirmed(trial: TrialSummary): Confirmed {
  return { trial, score: completed(trial)!.score, repeats: 1 };
}

/** Other candidates for delivery if no finalist can be delivered, the best first: the leaderboard, then the elite. */
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
