import type { Span } from '../../contracts/activities.js';

/** Longest pause between two activities that still counts as search time, in seconds: the server's usual latency. */
const LONGEST_PAUSE = 5;

/** The clock's state, carried from run to run. */
export interface ActiveTime {
  seconds: number;
  /** Up to when time has been counted, ms since 1970; null before the first activity. */
  countedUntilMs: number | null;
}

/**
 * Counts the time in which a search was worked on: the union of its activities' spans, and the short pauses between
 * them. Longer gaps (no worker, the server down, a laptop asleep) cost nothing.
 */
export function countSpan(time: ActiveTime, { startMs, seconds }: Span): ActiveTime {
  const endMs = startMs + seconds * 1000;
  const until = time.countedUntilMs ?? startMs;
  const pause = Math.max(0, startMs - until) / 1000;
  const counted = Math.max(0, endMs - Math.max(startMs, until)) / 1000;
  return {
    seconds: time.seconds + (pause <= LONGEST_PAUSE ? pause : 0) + counted,
    countedUntilMs: Math.max(until, endMs),
  };
}
