import { candidateHash, type Candidate } from '../../contracts/candidate.js';
import type { SearchContext } from '../../contracts/context.js';
import type { Trial } from '../../contracts/trial.js';
import { TriedSet } from '../../optimizers/genetic/tried.js';
import { columnChanges } from '../../optimizers/transforms/by-column.js';
import { applyChange, type Change } from '../../optimizers/transforms/change.js';
import { keptColumns } from '../../optimizers/transforms/kept.js';
import type { TransformsState } from './state.js';
import { typeWideChanges } from '../../optimizers/transforms/type-wide.js';
import type { Winner } from './winners.js';

/** Trials in a step with the types' alternatives, and in one with overrides. */
const BATCH = { 'type-wide': 8, 'by-column': 4 } as const;

/** A candidate to try, with what it changes. */
export interface Proposal {
  changes: Change[];
  candidate: Candidate;
}

/**
 * What to try next: the changes that helped, together and on what the other axes have found since; then new ones, each by itself. The first step is
 * for the types' alternatives; of those left over, later ones take one each beside the overrides.
 */
export function propose(
  state: TransformsState,
  context: SearchContext,
  base: Trial,
  winners: readonly Winner[],
  trialsLeft: number,
): { proposals: Proposal[]; phase: TransformsState['phase'] } {
  const paradigm = context.paradigms.find(({ id }) => id === base.candidate.paradigm)!;
  const kept = keptColumns(context, base.candidate.features, base.importances);
  const { transforms } = base.candidate;
  const known = new Set(state.labels);
  const untried = ({ label }: Change): boolean => !known.has(label);
  const wide = typeWideChanges(transforms, paradigm, kept).filter(untried);
  const phase = state.trials === 0 && wide.length > 0 ? 'type-wide' : 'by-column';
  const columns = columnChanges(transforms, paradigm, kept, context.plan.searchRows).filter(untried);
  const fresh = phase === 'type-wide' ? wide : [...wide.slice(0, 1), ...columns];
  const together = winners.length > 0 ? [winners.flatMap(({ changes }) => changes)] : [];
  const wanted = [...together, ...fresh.map((change) => [change])];
  return { proposals: distinct(wanted, state, context, base, Math.min(trialsLeft, BATCH[phase])), phase };
}

/** The first candidates, at most `limit`, that were not tried before. */
function distinct(
  wanted: readonly Change[][],
  { tried }: TransformsState,
  context: SearchContext,
  { candidate: base }: Trial,
  limit: number,
): Proposal[] {
  const types = context.columns.map(({ type }) => type);
  const taken = new TriedSet(tried);
  taken.add(candidateHash(base));
  const proposals: Proposal[] = [];
  for (const changes of wanted) {
    if (proposals.length >= limit) break;
    const transforms = changes.reduce((sum, change) => applyChange(sum, types, change), base.transforms);
    const candidate = { ...base, transforms };
    const hash = candidateHash(candidate);
    if (taken.has(hash)) continue;
    taken.add(hash);
    proposals.push({ changes, candidate });
  }
  return proposals;
}
