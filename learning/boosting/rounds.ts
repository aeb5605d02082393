import type { Booster } from './booster.js';

/** When to stop a boosting run that is watched. */
export interface Stopping {
  maxRounds: number;
  /** Rounds after which it ends unless the loss has fallen by a share worth them. */
  patience: number;
  onRound?: (round: number) => void;
}

/** Long tails of tiny gains are not worth their rounds: a loss must be at least this share lower to go on. */
const LEAST_GAIN = 0.005;

/**
 * Steps boosters of the same data side by side until the sum of their watched losses has not fallen any more for
 * `patience` rounds.
 *
 * @returns the rounds of the least loss, 0 where no round brought any
 */
export function bestRounds(boosters: readonly Booster[], { maxRounds, patience, onRound }: Stopping): number {
  const loss = (): number => boosters.reduce((sum, booster) => sum + booster.watchedLoss(), 0);
  let least = loss();
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
    if (now < goal * (1 - LEAST_GAIN)) {
      goal = now;
      reached = round;
    }
    onRound?.(round);
  }
  return best;
}
