import type { AdvanceInput } from '../../../contracts/module/axis.js';
import { completed } from '../../../contracts/candidate/trial.js';
import { incumbentError } from '../../../optimizers/genetic/incumbent.js';
import { lossOf } from '../../../optimizers/genetic/loss.js';
import { patience } from '../../../optimizers/genetic/progress.js';
import { networkParadigms } from './part.js';
import type { NetworkLineage, State } from './state.js';

/** Candidates of one generation where a network is the incumbent. */
export const GENERATION = 8;
/** Most generations, so that every search ends. */
const MAX_GENERATIONS = 200;
/**
 * How far the best network may be behind the incumbent, in standard errors of the incumbent's score (or units of 3% of
 * the score, if larger): before its first generation, and after it.
 */
const REACH = { before: 3, after: 1.5 };
const SMALLEST_UNIT = 0.03;

/** Why there should be no further generation, in words, or null. */
export function stopReason(input: AdvanceInput, { stale }: State, lineage: NetworkLineage | null): string | null {
  if (networkParadigms(input.context).length === 0) return 'no paradigm of this search has an architecture';
  if (input.trialsNow === 0) return 'no trials are left';
  if (!lineage) return null;
  if (stale >= patience(GENERATION, input.trialsLeft)) return `no improvement beyond noise in ${stale} generations`;
  if (lineage.generations >= MAX_GENERATIONS) return `${MAX_GENERATIONS} generations were bred`;
  return isHopeless(input, lineage) ? `far behind the incumbent, ${input.incumbent!.candidate.paradigm}` : null;
}

function isHopeless(input: AdvanceInput, { generations, best }: NetworkLineage): boolean {
  const outcome = input.incumbent && completed(input.incumbent);
  if (!outcome) return false;
  const incumbent = lossOf(input.context.metric, outcome.score);
  const unit = Math.max(incumbentError(input.context, input.incumbent), SMALLEST_UNIT * Math.abs(incumbent));
  return best.loss - incumbent > (generations === 0 ? REACH.before : REACH.after) * unit;
}
