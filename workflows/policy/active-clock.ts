import type { Span } from '../../contracts/span.js';

/** Longest pause between two activities that still counts as search time, in ms: the server's usual latency. */
const LONGEST_PAUSE = 5_000;

/** Stretches that are kept: those before can no longer be reached by an activity under way. */
const KEPT_STRETCHES = 16;

/** The clock's state, carried from run to run. */
export interface ActiveTime {
  /** All time counted so far. */
  seconds: number;
  /**
   * The latest stretches of it, `[from, to]` in ms since 1970, ascending, with longer pauses between them: the activity
   * that started first may end last.
   */
  stretches: [from: number, to: number][];
}

export const NO_TIME: ActiveTime = { seconds: 0, stretches: [] };

/**
 * Counts the time in which a search was worked on: the union of its activities' spans, in whichever order they end, and
 * the short pauses between them. Longer gaps (no worker, the server down, a laptop asleep) cost nothing.
 */
export function countSpan({ seconds, stretches }: ActiveTime, span: Span): ActiveTime {
  let from = span.startMs;
  let to = span.startMs + span.seconds * 1000;
  let counted = 0;
  const apart: ActiveTime['stretches'] = [];
  for (const [start, end] of stretches) {
    if (end + LONGEST_PAUSE < from || start - LONGEST_PAUSE > to) {
      apart.push([start, end]);
      continue;
    }
    counted += end - start;
    from = Math.min(from, start);
    to = Math.max(to, end);
  }
  return {
    seconds: seconds + (to - from - counted) / 1000,
    stretches: [...apart, [from, to] as [number, number]].sort(([a], [b]) => a - b).slice(-KEPT_STRETCHES),
  };
}
