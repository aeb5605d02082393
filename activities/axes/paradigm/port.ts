import {
  candidateHash,
  withColumns,
  type Candidate,
  type CandidateColumns,
} from '../../../contracts/candidate/candidate.js';
import type { SearchContext } from '../../../contracts/module/context.js';
import { armShares } from '../../../optimizers/bandit/improvement.js';
import { jaccardSimilarity } from '../../../optimizers/elimination/jaccard.js';
import { TriedSet } from '../../../optimizers/genetic/tried-set.js';
import type { ParadigmState } from './state.js';

/** Sets of columns with at least this Jaccard index count as similar. */
const ALIKE = 0.8;

/**
 * The best candidate of each paradigm on the incumbent's columns, if the paradigm was tried only on others: the ranking
 * of paradigms can change with the columns. Those that are expected to improve soonest come first.
 */
export function portContenders(
  { contenders, arms, tried }: ParadigmState,
  { metric }: SearchContext,
  target: CandidateColumns,
): Candidate[] {
  const shares = armShares(metric, arms);
  const known = new TriedSet(tried);
  return contenders
    .flatMap(({ best, columns }, i) =>
      best && !columns.some((other) => jaccardSimilarity(other, target.features) >= ALIKE)
        ? [{ candidate: withColumns(best.candidate, target), share: shares[i] }]
        : [],
    )
    .sort((a, b) => b.share - a.share)
    .map(({ candidate }) => candidate)
    .filter((candidate) => !known.has(candidateHash(candidate)));
}
