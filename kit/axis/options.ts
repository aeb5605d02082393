import { LARGEST_PAYLOAD } from '../../contracts/search/limits.js';

/** What the checks of an axis may ask for beyond the contract, or be content with. */
export interface AxisCheckOptions {
  /** Steps of each simulated search; 30 by default. */
  maxSteps?: number;
  /** Characters of canonical JSON that its state may take; 131,072 by default. */
  maxState?: number;
  /** Whether it must come to an end by itself on every problem; else, as by default, progress is enough. */
  converges?: boolean;
  /** Whether whoever runs the checks can restart its process; false by default. */
  restarts?: boolean;
  /** Seconds within which a cancelled step must have ended; 10 by default. */
  cancelSeconds?: number;
}

export type AxisRules = Required<AxisCheckOptions>;

export function axisRules(options: AxisCheckOptions): AxisRules {
  return { maxSteps: 30, maxState: LARGEST_PAYLOAD, converges: false, restarts: false, cancelSeconds: 10, ...options };
}
