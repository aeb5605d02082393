import type { Span } from '../../contracts/span.js';

/** Longest pause between two activities that still counts as search time, in ms: the server's usual latency. */
const LONGEST_PAUSE = 5_000;

/** Number of intervals that are kept: earlier ones cannot overlap a running activity any more. */
const KEPT_STRETCHES = 16;

/** The clock's state, carried from run to run. */
export interface ActiveTime {
  /** Total time counted so far. */
  seconds: number;
  /**
   * The latest intervals of it, `[from, to]` in ms since 1970, ascending, with longer pauses between them. They are
   * kept because the activity that started first can end last.
   */
  stretches: [from: number, to: number][];
}

export const NO_TIME: ActiveTime = { seconds: 0, stretches: [] };

/**
 * Counts the active time of a search: the union of its activities' spans, in any order of their ends, and the short
 * pauses between them. Longer gaps (no worker, the server down, a laptop asleep) do not count.
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
