import { defaultCandidate, type Candidate, type CandidateColumns } from '../../../contracts/candidate/candidate.js';
import { decodeColumns, encodeColumns } from '../../../contracts/candidate/column-set.js';
import type { SearchContext } from '../../../contracts/module/context.js';
import type { ParadigmDescription } from '../../../contracts/candidate/paradigm.js';
import type { Trial } from '../../../contracts/candidate/trial.js';
import { rankColumns, columnsToReadmit, type Ranking, type Vote } from '../../../optimizers/elimination/ranking.js';
import { usefulColumns } from '../../../optimizers/starting-candidates.js';
import { orderOf, orderText } from './ranking-text.js';
import type { FeaturesState, Round } from './state.js';

/** The paradigm that is trained if there are no importances: it takes columns of any type and scale. */
const PROBE = 'boosting';

/** Paradigms to train for their importances: boosting if it is searched, then the others, cheapest first. */
export function probeOrder({ paradigms }: SearchContext): ParadigmDescription[] {
  return [...paradigms].sort((a, b) => Number(b.id === PROBE) - Number(a.id === PROBE));
}

/** The first of `probeOrder` at its defaults. */
export function probeCandidate(context: SearchContext, columns: CandidateColumns): Candidate {
  return defaultCandidate(probeOrder(context)[0], columns);
}

/** The columns of a set by importance: in all models together, and in those of each fold. */
export interface FoldRanking extends Ranking {
  /** Null if there are no importances by fold. */
  byFold: number[][] | null;
}

/** The importances of a fold's models; `null` means all folds together. Trials without importances are left out. */
function votesOf(trials: readonly Trial[], fold: number | null): Vote[] {
  return trials.flatMap(({ candidate, importances, foldImportances }) => {
    const known = fold === null ? importances : foldImportances?.[fold];
    return known ? [{ columns: columnsIn(candidate, fold), importances: known }] : [];
  });
}

function columnsIn({ features, foldFeatures }: CandidateColumns, fold: number | null): number[] {
  return decodeColumns((fold !== null && foldFeatures?.[fold]) || features);
}

/**
 * Ranks the columns of a round by the importances of the elite and of the round's own trial; if they have none, by the
 * ranking of an earlier round, or by the latest trials. Each fold has its own ranking, by models that were not trained
 * on its validation rows. Null if there are no importances.
 */
export function rankRound(
  { ranking }: FeaturesState,
  round: Round,
  elite: readonly Trial[],
  trials: readonly Trial[],
): FoldRanking | null {
  const known = ranking && readRanking(ranking);
  if (known && ranking.key === round.key) return known;
  const own = trials.filter(({ key }) => key === round.key && !elite.some((other) => other.key === key));
  return (
    rankBy([...own, ...elite], round.columns, round.scores.length) ||
    (known && restrict(known, round.columns)) ||
    rankBy(trials, round.columns, round.scores.length)
  );
}

function rankBy(trials: readonly Trial[], columns: CandidateColumns, folds: number): FoldRanking | null {
  const overall = rankColumns(decodeColumns(columns.features), votesOf(trials, null));
  if (!overall) return null;
  const byFold = Array.from({ length: folds }, (_, fold) =>
    rankColumns(columnsIn(columns, fold), votesOf(trials, fold)),
  );
  if (byFold.every((ranking) => ranking === null)) return { ...overall, byFold: null };
  // A fold whose own models have no importances has no ranking: the other models were trained on its validation rows.
  return { ...overall, byFold: byFold.map((ranking, fold) => ranking?.columns ?? columnsIn(columns, fold)) };
}

function restrict({ columns, used, byFold }: FoldRanking, to: CandidateColumns): FoldRanking {
  const within = (set: readonly number[], fold: number | null): number[] => {
    const kept = new Set(columnsIn(to, fold));
    return set.filter((column) => kept.has(column));
  };
  return {
    columns: within(columns, null),
    used: within(columns.slice(0, used), null).length,
    byFold: byFold && byFold.map((set, fold) => within(set, fold)),
  };
}

/** The `size` most important columns; for each fold, by its own models. */
export function mostImportant({ columns, byFold }: FoldRanking, size: number): CandidateColumns {
  const features = encodeColumns(columns.slice(0, size));
  const foldFeatures = byFold?.map((set) => encodeColumns(set.slice(0, size)));
  return withFolds(features, foldFeatures);
}

/** Equal sets in all folds are not stored. */
function withFolds(features: string, foldFeatures: string[] | undefined): CandidateColumns {
  return foldFeatures?.some((set) => set !== features) ? { features, foldFeatures } : { features };
}

/**
 * A larger set to try: with the dropped columns that the elite uses or, if the elite has no importances for dropped
 * columns, the set from which columns were dropped last, because columns that are useless to one model can be useful to
 * another. Null for none.
 */
export function returningSet(
  { larger }: FeaturesState,
  { columns, scores }: Round,
  context: SearchContext,
  elite: readonly Trial[],
): CandidateColumns | null {
  const useful = decodeColumns(usefulColumns(context));
  const wanted = (fold: number | null): number[] => {
    const inside = new Set(columnsIn(columns, fold));
    return columnsToReadmit(
      useful.filter((column) => !inside.has(column)),
      votesOf(elite, fold),
    );
  };
  const back = wanted(null);
  const added = (fold: number | null): number[] => {
    if (back.length > 0) return fold === null ? back : wanted(fold);
    return larger === null ? [] : columnsIn(larger, fold);
  };
  const union = (fold: number | null): string => encodeColumns([...columnsIn(columns, fold), ...added(fold)]);
  const features = union(null);
  if (features === columns.features) return null;
  return withFolds(
    features,
    scores.map((_, fold) => union(fold)),
  );
}

/** A ranking in a state. */
export function writeRanking(
  key: string,
  { columns, used, byFold }: FoldRanking,
): NonNullable<FeaturesState['ranking']> {
  return { key, columns: orderText(columns), used, byFold: byFold && byFold.map(orderText) };
}

function readRanking({ columns, used, byFold }: NonNullable<FeaturesState['ranking']>): FoldRanking {
  return { columns: orderOf(columns), used, byFold: byFold && byFold.map(orderOf) };
}
