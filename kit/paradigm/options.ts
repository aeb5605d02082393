import type { ParadigmRegistry } from '../../training/paradigm/paradigm.js';

/** Options of the checks of a paradigm. */
export interface ParadigmCheckOptions {
  /** Limit for each fit, as a search sets it, in s; 60 by default. The kit's problems are small. */
  fitSeconds?: number;
  /** Whether the caller of the checks can restart its process; false by default. */
  restarts?: boolean;
  /** Seconds within which a cancelled call must have ended; 10 by default. */
  cancelSeconds?: number;
  /** Points of its space that are tried for each task; 10 by default. */
  points?: number;
  /** The paradigms that predict with models in exported form; by default those of this release. */
  exportedTo?: ParadigmRegistry;
}

export type ParadigmRules = Required<ParadigmCheckOptions>;

export function paradigmRules(options: ParadigmCheckOptions): ParadigmRules {
  return { fitSeconds: 60, restarts: false, cancelSeconds: 10, points: 10, exportedTo: {}, ...options };
}
