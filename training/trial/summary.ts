import type { EvaluateRequest } from '../../contracts/search/activities.js';
import { decodeColumns } from '../../contracts/candidate/column-set.js';
import type { TrialRecord, TrialSummary } from '../../contracts/candidate/trial.js';

/** A trial in a search's history. */
export function summaryOf(
  { key, candidate, outcome, cost }: TrialRecord,
  { origin, repeat }: Pick<EvaluateRequest, 'origin' | 'repeat'>,
  reused: boolean,
): TrialSummary {
  const { paradigm, features } = candidate;
  return { key, origin, paradigm, features: decodeColumns(features).length, outcome, cost, repeat, reused };
}
