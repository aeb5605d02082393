import { defaultCandidate, type Candidate } from '../../contracts/candidate.js';
import { decodeColumns, type ColumnSet } from '../../contracts/column-set.js';
import type { SearchContext } from '../../contracts/context.js';
import { isBetter, type Metric } from '../../contracts/metric.js';
import type { ParadigmDescription } from '../../contracts/paradigm.js';
import { completed, type Trial } from '../../contracts/trial.js';
import { rankColumns, type Ranking } from '../../optimizers/elimination/ranking.js';
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

/**
 * Ranks the columns of a round: by the importances of its own trial; where there are none, in the order that an
 * earlier round had; else by the best of the given trials that saw all of its columns. Null where none says anything.
 */
export function rankRound(
  state: FeaturesState,
  round: Round,
  metric: Metric,
  trials: readonly Trial[],
): Ranking | null {
  const columns = decodeColumns(round.columns);
  const { ranking } = state;
  if (ranking?.key === round.key) return ranking;
  const importances = trials.find(({ key }) => key === round.key)?.importances;
  return (
    (importances && rankColumns(columns, importances)) ||
    restrict(ranking, columns) ||
    byOthers(metric, trials, columns)
  );
}

function restrict(ranking: Ranking | null, columns: readonly number[]): Ranking | null {
  if (!ranking) return null;
  const kept = new Set(columns);
  const used = ranking.columns.slice(0, ranking.used).filter((column) => kept.has(column)).length;
  return { columns: ranking.columns.filter((column) => kept.has(column)), used };
}

function byOthers(metric: Metric, trials: readonly Trial[], columns: readonly number[]): Ranking | null {
  let best: { score: number; ranking: Ranking } | null = null;
  for (const trial of trials) {
    const outcome = completed(trial);
    if (!outcome || !trial.importances || (best && !isBetter(metric, outcome.score, best.score))) continue;
    const seen = new Set(decodeColumns(trial.candidate.features));
    const ranking = columns.every((column) => seen.has(column)) ? rankColumns(columns, trial.importances) : null;
    if (ranking) best = { score: outcome.score, ranking };
  }
  return best && best.ranking;
}
