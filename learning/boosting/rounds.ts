import type { Booster } from './booster.js';

/** A loss counts as better where it is at least this share lower: long tails of tiny gains are not worth their rounds. */
const LEAST_GAIN = +(process.env.LG??0.002);

/** When to stop a boosting run that is watched. */
export interface Stopping {
  maxRounds: number;
  /** Rounds without a better loss after which it ends. */
  patience: number;
  onRound?: (round: number) => void;
}

/**
 * Steps boosters of the same data side by side until the sum of their watched losses has not fallen for `patience`
 * rounds.
 *
 * @returns the rounds of the least loss, 0 where no round brought any
 */
export function bestRounds(boosters: readonly Booster[], { maxRounds, patience, onRound }: Stopping): number {
  const loss = (): number => boosters.reduce((sum, booster) => sum + booster.watchedLoss(), 0);
  let least = loss();
  let best = 0;
  for (let round = 1; round <= maxRounds && round - best <= patience; round++) {
    for (const booster of boosters) booster.step();
    const now = loss();
    if (now < least * (1 - LEAST_GAIN)) {
      least = now;
      best = round;
    }
    onRound?.(round);
  }
  return best;
}
