import type { SearchContext } from '../../../contracts/module/context.js';
import { apportion, armShares } from '../../../optimizers/bandit/improvement.js';
import type { ParadigmLineage, State } from './state.js';

/** Smallest share of a generation, in candidates. */
const LEAST = 2;

/** A lineage with the number of its candidates in the next generation. */
export interface Allocation {
  lineage: ParadigmLineage;
  count: number;
}

/**
 * Splits a generation over the paradigms with something to tune, by their expected gain (see `armShares`), largest
 * share first. The largest one takes the shares of those that would get fewer than two candidates.
 */
export function allocate(
  { metric, paradigms }: SearchContext,
  { lineages, arms }: Pick<State, 'lineages' | 'arms'>,
  count: number,
): Allocation[] {
  const tunable = new Set(paradigms.filter((one) => one.hyperparameters.length > 0).map(({ id }) => id));
  const shares = new Map(armShares(metric, arms).map((share, i) => [arms[i].paradigm, share]));
  const bred = lineages.filter(({ paradigm }) => tunable.has(paradigm));
  const counts = apportion(
    count,
    bred.map(({ paradigm }) => shares.get(paradigm) ?? 0),
  );
  const ranked = bred.map((lineage, i) => ({ lineage, count: counts[i] })).sort((a, b) => b.count - a.count);
  const kept = ranked.filter(({ count }, i) => i === 0 || count >= LEAST);
  const left = count - kept.reduce((sum, { count }) => sum + count, 0);
  return kept.map((one, i) => (i === 0 ? { ...one, count: one.count + left } : one));
}
