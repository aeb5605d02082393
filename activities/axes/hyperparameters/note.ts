import type { Candidate } from '../../../contracts/candidate/candidate.js';
import type { Metric } from '../../../contracts/metric.js';
import { lossOf } from '../../../optimizers/genetic/loss.js';
import type { State } from './state.js';

/** What a step did, in one sentence. `state` is the one before the proposed generation. */
export function describeStep(
  metric: Metric,
  { lineages, generation }: State,
  candidates: readonly Candidate[],
  stop: string | null,
): string {
  if (lineages.length === 0) {
    return candidates.length > 0
      ? `nothing to go on from yet: ${candidates.length} paradigms at their defaults`
      : 'no trial was completed, so there is nothing to tune';
  }
  const best = lineages.reduce((a, b) => (b.best.loss < a.best.loss ? b : a));
  const score = lossOf(metric, best.best.loss).toPrecision(4);
  const standing = `best ${metric} ${score} (${best.paradigm})`;
  if (candidates.length === 0) return `${stop ?? 'all points of the space were tried'}: ${standing}`;
  const bred = [...new Set(candidates.map(({ paradigm }) => paradigm))].join(', ');
  return `generation ${generation + 1} of ${bred}: ${candidates.length} candidates, ${standing}`;
}
