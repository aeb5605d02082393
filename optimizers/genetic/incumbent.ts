import type { SearchContext } from '../../contracts/module/context.js';
import { completed, type Trial, type TrialKey } from '../../contracts/candidate/trial.js';
import { scoreEstimate } from '../statistics/paired.js';
import { lossOf } from './loss.js';

/** The standard error of the incumbent's score; 0 before there is one. */
export function incumbentError({ metric, plan }: SearchContext, incumbent: Trial | null): number {
  const outcome = incumbent && completed(incumbent);
  return outcome ? scoreEstimate(metric, outcome.scores, plan.validationRows).standardError : 0;
}

/**
 * The best trial of the incumbent's lineage, if it is better than the incumbent. An incumbent that was chosen for
 * having fewer columns is not the best of all trials, so an improvement on it need not be the best by score.
 *
 * @param lineage that of the incumbent's paradigm, on the incumbent's base.
 */
export function recommendTrial(
  { metric }: SearchContext,
  incumbent: Trial | null,
  lineage: { best: { key: TrialKey; loss: number } } | undefined,
): TrialKey | null {
  const outcome = incumbent && completed(incumbent);
  if (!outcome || !lineage) return null;
  return lineage.best.loss < lossOf(metric, outcome.score) ? lineage.best.key : null;
}
