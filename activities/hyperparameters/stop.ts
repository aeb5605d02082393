import { canonicalJson } from '../../contracts/json.js';
import type { Trial } from '../../contracts/trial.js';
import type { Lineage, State } from './state.js';

/** Generations without improvement after which the axis has converged. */
const PATIENCE = 3;
/** Generations at most: by then the memory of what was tried is full. */
const MAX_GENERATIONS = 40;
/** An improvement of less than this part of the best score's standard error is noise; */
const NOISE = 0.1;
/** and so is one of less than this part of the score, where there is no such error to know. */
const LEAST_GAIN = 1e-4;

/** The state with its lineages brought up to date, and how long there has been no improvement beyond noise. */
export function countStale(state: State, lineages: Lineage[], incumbent: Trial | null, error: number): State {
  if (lineages.length === 0) return { ...state, lineages };
  const best = Math.min(...lineages.map((lineage) => lineage.best.loss));
  const noise = Math.max(NOISE * error, LEAST_GAIN * Math.abs(best));
  const improved = state.best === null || best < state.best - noise;
  if (improved || baseChanged(state.lineages, lineages, incumbent)) return { ...state, lineages, best, stale: 0 };
  return { ...state, lineages, stale: state.stale + 1 };
}

/** Whether the incumbent's columns, transforms or architecture are others than before: scores start anew. */
function baseChanged(before: readonly Lineage[], after: readonly Lineage[], incumbent: Trial | null): boolean {
  const [old, now] = [before, after].map((lineages) =>
    lineages.find(({ paradigm }) => paradigm === incumbent?.candidate.paradigm),
  );
  return old !== undefined && now !== undefined && canonicalJson(old.base) !== canonicalJson(now.base);
}

/** Why there should be no further generation, in words, or null. */
export function stopReason({ generation, stale }: State, trialsLeft: number | null): string | null {
  if (stale >= PATIENCE) return `no improvement beyond noise in ${PATIENCE} generations`;
  if (generation >= MAX_GENERATIONS) return `${MAX_GENERATIONS} generations were bred`;
  return trialsLeft === 0 ? 'no trials are left' : null;
}
