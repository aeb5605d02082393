/** Longest time of Node's timers in ms. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Aborts at the end of the search's time. @param secondsLeft null for no limit */
export function endOf(secondsLeft: number | null): AbortSignal {
  if (secondsLeft === 0) return AbortSignal.abort();
  return AbortSignal.timeout(Math.min(Math.ceil((secondsLeft ?? Infinity) * 1000), LONGEST_TIMER_MS));
}
