import { defaultCandidate, type Candidate } from '../../contracts/candidate.js';
import { decodeColumns, encodeColumns, type ColumnSet } from '../../contracts/column-set.js';
import type { SearchContext } from '../../contracts/context.js';
import type { ParadigmDescription } from '../../contracts/paradigm.js';
import type { Trial } from '../../contracts/trial.js';
import { rankColumns, wantedBack, type Ranking, type Vote } from '../../optimizers/elimination/ranking.js';
import { usefulColumns } from '../../optimizers/opening.js';
import type { FeaturesState, Round } from './state.js';

/** The paradigm whose importances are asked for where there are none: it takes columns of any type and scale. */
const PROBE = 'boosting';

/** Paradigms to train for their importances' sake: boosting where it is searched, then the others, cheapest first. */
export function probeOrder({ paradigms }: SearchContext): ParadigmDescription[] {
  return [...paradigms].sort((a, b) => Number(b.id === PROBE) - Number(a.id === PROBE));
}

/** The first of `probeOrder` at its defaults. */
export function probeCandidate(context: SearchContext, features: ColumnSet): Candidate {
  return defaultCandidate(probeOrder(context)[0], features);
}

/** What completed trials say of columns; those that say nothing left out. */
export function votesOf(trials: readonly Trial[]): Vote[] {
  return trials.flatMap(({ candidate, importances }) =>
    importances ? [{ columns: decodeColumns(candidate.features), importances }] : [],
  );
}

/**
 * Ranks the columns of a round by the importances of the elite and of the round's own trial; where these say nothing,
 * in the order that an earlier round had, or by the trials that came last. Null where none says anything.
 */
export function rankRound(
  { ranking }: FeaturesState,
  round: Round,
  elite: readonly Trial[],
  trials: readonly Trial[],
): Ranking | null {
  if (ranking?.key === round.key) return ranking;
  const columns = decodeColumns(round.columns);
  const own = trials.filter(({ key }) => key === round.key && !elite.some((other) => other.key === key));
  return (
    rankColumns(columns, votesOf([...own, ...elite])) ||
    (ranking && restrict(ranking, columns)) ||
    rankColumns(columns, votesOf(trials))
  );
}

function restrict(ranking: Ranking, columns: readonly number[]): Ranking {
  const kept = new Set(columns);
  const used = ranking.columns.slice(0, ranking.used).filter((column) => kept.has(column)).length;
  return { columns: ranking.columns.filter((column) => kept.has(column)), used };
}

/**
 * A larger set to try: the columns that the elite wants back or, where it says nothing of those outside, the set that
 * columns were dropped from last, for what was useless to another model may be of use to this one. Null for none.
 */
export function returningSet(
  { larger }: FeaturesState,
  { columns }: Round,
  context: SearchContext,
  elite: readonly Trial[],
): ColumnSet | null {
  const kept = decodeColumns(columns);
  const inside = new Set(kept);
  const outside = decodeColumns(usefulColumns(context)).filter((column) => !inside.has(column));
  const wanted = wantedBack(outside, votesOf(elite));
  const back = wanted.length > 0 ? wanted : larger === null ? [] : decodeColumns(larger);
  const union = encodeColumns([...kept, ...back]);
  return union === columns ? null : union;
}
