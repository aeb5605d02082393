/** How long a search by generations has gone without improvement. */
export interface Progress {
  /** The best loss at the last improvement beyond noise; null before the first generation. */
  best: number | null;
  /** Generations since then. */
  stale: number;
}

/** An improvement of less than this part of the best score's standard error is noise; */
const NOISE = 0.1;
/** and so is one of less than this part of the score, whatever its error. */
const LEAST_GAIN = 1e-4;

const LEAST_PATIENCE = 3;

/**
 * Generations without improvement after which a search by generations has converged: once as many trials have gone in
 * vain as are left.
 *
 * @param size candidates of a generation
 * @param trialsLeft null where nothing limits them
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
