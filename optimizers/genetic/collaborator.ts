import { decodeColumns } from '../../contracts/candidate/column-set.js';
import { completed, type Trial } from '../../contracts/candidate/trial.js';
import { jaccardSimilarity } from '../elimination/jaccard.js';

/** Sets of columns with a Jaccard index below this are different enough. */
const UNLIKE = 0.5;

/**
 * Share of a generation for another collaborator than the incumbent, and the share after it has not improved for long.
 */
const SHARE = 0.25;
const STALE_SHARE = 0.5;
/** Generations without improvement until the lower share applies. */
const STALE = 2;
const LEAST = 2;

/**
 * A second collaborator besides the incumbent (cooperative coevolution, Potter and De Jong 1994), for a part of each
 * generation: of the elite of the incumbent's paradigm with different enough columns, the trial with most columns,
 * because only it can have columns that were dropped too early. Parts that suit the incumbent's columns could otherwise
 * keep other columns from scoring well. Null for none.
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
 * Number of candidates, in a generation of `count`, for the collaborator.
 *
 * @param stale generations without improvement
 */
export function collaborationSize(count: number, stale: number): number {
  const part = Math.round((stale >= STALE ? STALE_SHARE : SHARE) * count);
  return part >= LEAST ? part : count >= 2 * LEAST ? LEAST : 0;
}
