/** Timers of Node take at most 2^31 - 1 ms. */
const MAX_TIMER_SECONDS = 2_147_483;

/** Aborts at the end of the search's time. @param secondsLeft null for no limit */
export function endOf(secondsLeft: number | null): AbortSignal {
  if (secondsLeft === 0) return AbortSignal.abort();
  return AbortSignal.timeout(Math.ceil(Math.min(secondsLeft ?? Infinity, MAX_TIMER_SECONDS) * 1000));
}
