import { candidateHash, type Candidate } from '../../../contracts/candidate/candidate.js';
import type { SearchContext } from '../../../contracts/module/context.js';
import type { TriedSet } from '../../../optimizers/genetic/tried-set.js';
import { columnChanges } from '../../../optimizers/transforms/by-column.js';
import { applyChange, type Change } from '../../../optimizers/transforms/change.js';
import { keptColumns } from '../../../optimizers/transforms/kept-columns.js';
import { typeWideChanges } from '../../../optimizers/transforms/type-wide.js';
import type { Track } from './state.js';
import type { Winner } from './winners.js';

/** Trials in a step with the types' alternatives, and in one with overrides. */
const BATCH = { 'type-wide': 8, 'by-column': 4 } as const;

/** A candidate to try, with its changes. */
export interface Proposal {
  changes: Change[];
  candidate: Candidate;
}

/** The base of changes. */
export interface Base {
  candidate: Candidate;
  /** Of its model, one for each input column; null for none. */
  importances: readonly number[] | null;
}

/**
 * What to try next: the changes that helped, together and on what the other axes have found since; then new ones, each
 * by itself. The first step tries alternatives of types; later steps try one of the remaining alternatives besides
 * overrides.
 *
 * @param tried takes what is proposed
 */
export function propose(
  track: Track,
  context: SearchContext,
  { candidate: base, importances }: Base,
  winners: readonly Winner[],
  trialsLeft: number,
  tried: TriedSet,
): { proposals: Proposal[]; phase: Track['phase'] } {
  const paradigm = context.paradigms.find(({ id }) => id === base.paradigm)!;
  const kept = keptColumns(context, base.features, importances);
  const known = new Set(track.labels);
  const untried = ({ label }: Change): boolean => !known.has(label);
  const wide = typeWideChanges(base.transforms, paradigm, kept).filter(untried);
  const phase = track.trials === 0 && wide.length > 0 ? 'type-wide' : 'by-column';
  const columns = columnChanges(base.transforms, paradigm, kept, context.plan.searchRows).filter(untried);
  const fresh = phase === 'type-wide' ? wide : [...wide.slice(0, 1), ...columns];
  const together = winners.length > 0 ? [winners.flatMap(({ changes }) => changes)] : [];
  const wanted = [...together, ...fresh.map((change) => [change])];
  return { proposals: distinct(wanted, tried, context, base, Math.min(trialsLeft, BATCH[phase])), phase };
}

/**
 * For a challenger (another paradigm than the incumbent's): the changes that helped it together, or the next
 * alternative of a type.
 */
export function proposeTypeWide(
  track: Track,
  context: SearchContext,
  { candidate: base, importances }: Base,
  winners: readonly Winner[],
  tried: TriedSet,
): Proposal[] {
  const paradigm = context.paradigms.find(({ id }) => id === base.paradigm)!;
  const known = new Set(track.labels);
  const wide = typeWideChanges(base.transforms, paradigm, keptColumns(context, base.features, importances));
  const together = winners.length > 0 ? [winners.flatMap(({ changes }) => changes)] : [];
  const wanted = [...together, ...wide.filter(({ label }) => !known.has(label)).map((change) => [change])];
  return distinct(wanted, tried, context, base, 1);
}

/** The first candidates, at most `limit`, that were not tried before. */
function distinct(
  wanted: readonly Change[][],
  tried: TriedSet,
  context: SearchContext,
  base: Candidate,
  limit: number,
): Proposal[] {
  const types = context.columns.map(({ type }) => type);
  tried.add(candidateHash(base));
  const proposals: Proposal[] = [];
  for (const changes of wanted) {
    if (proposals.length >= limit) break;
    const transforms = changes.reduce((sum, change) => applyChange(sum, types, change), base.transforms);
    const candidate = { ...base, transforms };
    const hash = candidateHash(candidate);
    if (tried.has(hash)) continue;
    tried.add(hash);
    proposals.push({ changes, candidate });
  }
  return proposals;
}
