import type { Booster } from './booster.js';

/** When to stop early. */
export interface Stopping {
  maxRounds: number;
  /** Stop after so many rounds without a sufficient decrease of the loss. */
  patience: number;
  onRound?: (search: RoundSearch) => void;
}

/** State of the search for the best number of rounds. Losses are weighted sums over all watched rows. */
export interface RoundSearch {
  /** Rounds done. */
  readonly round: number;
  /** The loss before any round. */
  readonly first: number;
  /** The least loss so far, and its round; 0 for none. */
  readonly least: number;
  readonly best: number;
  /** The loss of the last round with a sufficient decrease, and that round. */
  readonly goal: number;
  readonly reached: number;
}

/** A sufficient decrease is at least this share of the loss … */
const LEAST_GAIN = 0.005;
/** … and this share of the loss before the first tree, because the loss of separable classes never stops decreasing. */
const LEAST_SHARE = 5e-5;

/**
 * Steps boosters of the same data side by side until the sum of their watched losses has not decreased sufficiently for
 * `patience` rounds.
 *
 * @param from the state of the search at the boosters' present round; left out if they have made no step
 * @returns the search at its end, whose `best` is the rounds of the least loss, 0 if no round decreased it
 */
export function bestRounds(
  boosters: readonly Booster[],
  { maxRounds, patience, onRound }: Stopping,
  from?: RoundSearch,
): RoundSearch {
  const loss = (): number => boosters.reduce((sum, booster) => sum + booster.watchedLoss(), 0);
  let search = from ?? startAt(loss());
  while (search.round < maxRounds && search.round - search.reached < patience) {
    for (const booster of boosters) booster.step();
    search = afterRound(search, loss());
    onRound?.(search);
  }
  return search;
}

function startAt(loss: number): RoundSearch {
  return { round: 0, first: loss, least: loss, best: 0, goal: loss, reached: 0 };
}

function afterRound({ round, first, least, best, goal, reached }: RoundSearch, now: number): RoundSearch {
  const next = round + 1;
  const isBest = now < least;
  const isWorthIt = goal - now > Math.max(LEAST_GAIN * goal, LEAST_SHARE * first);
  return {
    round: next,
    first,
    least: isBest ? now : least,
    best: isBest ? next : best,
    goal: isWorthIt ? now : goal,
    reached: isWorthIt ? next : reached,
  };
}
