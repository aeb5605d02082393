/** Number of generations without improvement. */
export interface Progress {
  /** The best loss at the last improvement above noise; null before the first generation. */
  best: number | null;
  /** Generations since then. */
  stale: number;
}

/** An improvement of less than this share of the best score's standard error is noise, */
const NOISE = 0.1;
/** and so is one of less than this share of the score. */
const LEAST_GAIN = 1e-4;

const LEAST_PATIENCE = 3;

/**
 * Generations without improvement after which a search has converged: when they took as many trials as are left.
 *
 * @param size candidates of a generation
 * @param trialsLeft null if nothing limits them
 */
export function patience(size: number, trialsLeft: number | null): number {
  if (trialsLeft === null) return LEAST_PATIENCE;
  return Math.max(LEAST_PATIENCE, Math.floor(trialsLeft / size));
}

/** Progress after a generation. `error` is the standard error of the best score. */
export function countProgress({ best, stale }: Progress, loss: number, error: number): Progress {
  const noise = Math.max(NOISE * error, LEAST_GAIN * Math.abs(loss));
  return best === null || loss < best - noise ? { best: loss, stale: 0 } : { best, stale: stale + 1 };
}
