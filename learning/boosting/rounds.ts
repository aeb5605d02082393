import type { Booster } from './booster.js';

/** When to stop a boosting run that is watched. */
export interface Stopping {
  maxRounds: number;
  /** Rounds after which it ends unless the loss has fallen by a share worth them. */
  patience: number;
  onRound?: (search: RoundSearch) => void;
}

/** Where the search for the best number of rounds stands. Losses are weighted sums over all watched rows. */
export interface RoundSearch {
  /** Rounds done. */
  readonly round: number;
  /** The loss before any round. */
  readonly first: number;
  /** The least loss so far, and the round that brought it; 0 for none. */
  readonly least: number;
  readonly best: number;
  /** The loss of the last round that was worth those before it, and that round. */
  readonly goal: number;
  readonly reached: number;
}

/** Long tails of tiny gains are not worth their rounds: to go on, a loss must fall by this share of itself … */
const LEAST_GAIN = 0.005;
/** … and this share of what it was before any tree, for the loss of classes that are told apart falls for ever. */
const LEAST_SHARE = 5e-5;

/**
 * Steps boosters of the same data side by side until the sum of their watched losses has not fallen any more for
 * `patience` rounds.
 *
 * @param from where the search stood when the boosters were as they are; left out, they have made no step
 * @returns the search at its end, whose `best` is the rounds of the least loss, 0 where no round brought any
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
