import { decodeColumns } from '../../contracts/candidate/column-set.js';
import { completed, type Trial } from '../../contracts/candidate/trial.js';
import { jaccardSimilarity } from '../elimination/jaccard.js';

/** Sets of columns that have less than this part of their union in common lead elsewhere. */
const UNLIKE = 0.5;

/** Part of a generation that is bred for another collaborator than the incumbent, and that where this has come to nothing. */
const SHARE = 0.25;
const STALE_SHARE = 0.5;
/** Generations without improvement after which it has. */
const STALE = 2;
const LEAST = 2;

/**
 * Another trial of the incumbent's paradigm to breed a part of each generation for: of the elite on columns unlike the
 * incumbent's, that with most columns, for what was dropped before can be missed by no other. What suits the incumbent's
 * columns may keep others from ever looking good (cooperative coevolution, Potter and De Jong 1994: a collaborator beside
 * the best). Null for none.
 */
export function collaboratorOf(incumbent: Trial | null, elite: readonly Trial[]): Trial | null {
  if (!incumbent) return null;
  const { paradigm, features } = incumbent.candidate;
  const sizeOf = ({ candidate }: Trial): number => decodeColumns(candidate.features).length;
  return elite
    .filter(
      (trial) =>
        completed(trial) &&
        trial.candidate.paradigm === paradigm &&
        jaccardSimilarity(trial.candidate.features, features) < UNLIKE,
    )
    .reduce<Trial | null>((widest, trial) => (widest && sizeOf(widest) >= sizeOf(trial) ? widest : trial), null);
}

/**
 * Candidates of a generation of `count` that go to the collaborator.
 *
 * @param stale generations without improvement
 */
export function collaborationSize(count: number, stale: number): number {
  const part = Math.round((stale >= STALE ? STALE_SHARE : SHARE) * count);
  return part >= LEAST ? part : count >= 2 * LEAST ? LEAST : 0;
}
