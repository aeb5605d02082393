import type { AdvanceInput } from '../../../contracts/module/axis.js';
import { candidateHash } from '../../../contracts/candidate/candidate.js';
import { completed } from '../../../contracts/candidate/trial.js';
import { pairedGain } from '../../../optimizers/statistics/paired.js';
import type { Change } from '../../../optimizers/transforms/change.js';
import type { Track } from './state.js';

/** Gain below which a change counts as noise, in standard errors of the gain. */
const CHANCE = 0.5;

/** Changes that helped, by how much. */
export interface Winner {
  changes: Change[];
  gain: number;
}

/** The changes of the last step with a significant gain, the best of each coordinate, best first. */
export function winnersOf({ asked, before }: Track, { context, trials }: AdvanceInput): Winner[] {
  if (!before) return [];
  const outcomes = new Map(trials.map((trial) => [candidateHash(trial.candidate), completed(trial)]));
  const gains = asked.flatMap(({ hash, changes }) => {
    const outcome = outcomes.get(hash);
    if (!outcome) return [];
    const { mean, standardError } = pairedGain(context.metric, outcome.scores, before, context.plan.validationRows);
    return mean > 0 && mean >= CHANCE * standardError ? [{ changes, gain: mean }] : [];
  });
  gains.sort((a, b) => b.gain - a.gain);
  const taken = new Set<string>();
  return gains.filter(({ changes }) => {
    const free = changes.every(({ coordinate }) => !taken.has(coordinate));
    if (free) changes.forEach(({ coordinate }) => taken.add(coordinate));
    return free;
  });
}
