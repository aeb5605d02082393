import { candidateHash, type Candidate } from '../../../contracts/candidate/candidate.js';
import type { SearchContext } from '../../../contracts/module/context.js';
import { survivors } from '../../../optimizers/bandit/successive-halving.js';
import { TriedSet } from '../../../optimizers/genetic/tried-set.js';
import { perturbPoint } from '../../../optimizers/spaces/perturb.js';
import { createRandom } from '../../../random/index.js';
import type { ParadigmState } from './state.js';

/**
 * The rounds: how far behind the best a paradigm may be (in standard deviations), how many continue, draws for each.
 */
export const ROUNDS = [
  { reach: 2, limit: 4, draws: 1 },
  { reach: 1, limit: 3, draws: 1 },
  { reach: 0.5, limit: 2, draws: 2 },
] as const;

/** Step of a draw, as a share of a parameter's range. */
const STEP = 0.15;
/** Attempts for one new point before a space counts as exhausted. */
const ATTEMPTS = 20;

/** The draws of the present round near the best point of each surviving paradigm; empty if at most one survives. */
export function drawRound(state: ParadigmState, context: SearchContext, seed: number): Candidate[] {
  const { reach, limit, draws } = ROUNDS[state.round];
  const tested = state.contenders.flatMap(({ best }) => (best ? [best] : []));
  const within = survivors(context.metric, tested, reach, limit);
  if (within.length < 2) return [];
  const random = createRandom(seed);
  const taken = new TriedSet(state.tried);
  const candidates: Candidate[] = [];
  for (let draw = 0; draw < draws; draw++) {
    for (const { candidate } of within) {
      const { hyperparameters: space } = context.paradigms.find(({ id }) => id === candidate.paradigm)!;
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const drawn = { ...candidate, hyperparameters: perturbPoint(space, candidate.hyperparameters, STEP, random) };
        const hash = candidateHash(drawn);
        if (taken.has(hash)) continue;
        taken.add(hash);
        candidates.push(drawn);
        break;
      }
    }
  }
  return candidates;
}
