import { LARGEST_PAYLOAD } from '../../contracts/search/limits.js';

/** Options of the checks of an axis. */
export interface AxisCheckOptions {
  /** Steps of each simulated search; 30 by default. */
  maxSteps?: number;
  /** Limit of its state in characters of canonical JSON; 131,072 by default. */
  maxState?: number;
  /** Whether it must converge on every problem; by default progress is enough. */
  converges?: boolean;
  /** Whether the caller of the checks can restart its process; false by default. */
  restarts?: boolean;
  /** Seconds within which a cancelled step must have ended; 10 by default. */
  cancelSeconds?: number;
}

export type AxisRules = Required<AxisCheckOptions>;

export function axisRules(options: AxisCheckOptions): AxisRules {
  return { maxSteps: 30, maxState: LARGEST_PAYLOAD, converges: false, restarts: false, cancelSeconds: 10, ...options };
}
