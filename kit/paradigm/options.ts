import type { ParadigmRegistry } from '../../training/paradigm/paradigm.js';

/** What the checks of a paradigm may be told. */
export interface ParadigmCheckOptions {
  /** Limit for each fit, as a search sets it, in s; 60 by default. The kit's problems are small. */
  fitSeconds?: number;
  /** Whether whoever runs the checks can restart its process; false by default. */
  restarts?: boolean;
  /** Seconds within which a cancelled call must have ended; 10 by default. */
  cancelSeconds?: number;
  /** Points of its space that are tried for each task; 10 by default. */
  points?: number;
  /** The paradigms that predict with models in exported form; those of this release, where there are any. */
  exportedTo?: ParadigmRegistry;
}

export type ParadigmRules = Required<ParadigmCheckOptions>;

export function paradigmRules(options: ParadigmCheckOptions): ParadigmRules {
  return { fitSeconds: 60, restarts: false, cancelSeconds: 10, points: 10, exportedTo: {}, ...options };
}
