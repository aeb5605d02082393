import type { Booster } from './booster.js';

/** When to stop a boosting run that is watched. */
export interface Stopping {
  maxRounds: number;
  /** Rounds after which it ends unless the loss has fallen by a share worth them. */
  patience: number;
  onRound?: (round: number) => void;
}

/** Long tails of tiny gains are not worth their rounds: to go on, a loss must fall by this share of itself … */
const LEAST_GAIN = 0.005;
/** … and this share of what it was before any tree, for the loss of classes that are told apart falls for ever. */
const LEAST_SHARE = 5e-5;

/**
 * Steps boosters of the same data side by side until the sum of their watched losses has not fallen any more for
 * `patience` rounds.
 *
 * @returns the rounds of the least loss, 0 where no round brought any
 */
export function bestRounds(boosters: readonly Booster[], { maxRounds, patience, onRound }: Stopping): number {
  const loss = (): number => boosters.reduce((sum, booster) => sum + booster.watchedLoss(), 0);
  const first = loss();
  let least = first;
  let best = 0;
  let goal = least;
  let reached = 0;
  for (let round = 1; round <= maxRounds && round - reached <= patience; round++) {
    for (const booster of boosters) booster.step();
    const now = loss();
    if (now < least) {
      least = now;
      best = round;
    }
    if (goal - now > Math.max(LEAST_GAIN * goal, LEAST_SHARE * first)) {
      goal = now;
      reached = round;
    }
    onRound?.(round);
  }
  return best;
}
