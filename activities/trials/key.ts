import { candidateHash, type Candidate } from '../../contracts/candidate.js';
import type { SearchContext } from '../../contracts/context.js';
import { deriveSeed, hashJson } from '../../contracts/json.js';
import { TRANSFORMS_VERSION } from '../../contracts/transform.js';
import { TRIAL_VERSION, type TrialKey } from '../../contracts/trial.js';

/**
 * The trial key: a hash of all that determines the outcome of evaluating a candidate. The data's fingerprint covers
 * the file, the target and the types; the plan covers folds and their seed.
 */
export function trialKey(context: SearchContext, candidate: Candidate, backend: string): TrialKey {
  const paradigm = context.paradigms.find(({ id }) => id === candidate.paradigm);
  return hashJson({
    trial: TRIAL_VERSION,
    transforms: TRANSFORMS_VERSION,
    paradigm: paradigm?.version ?? null,
    backend,
    data: context.fingerprint,
    task: context.task,
    metric: context.metric,
    plan: context.plan,
    seed: context.seed,
    candidate,
  });
}

/** Seed of the fit in one fold. */
export function fitSeed(context: SearchContext, candidate: Candidate, fold: number | 'final'): number {
  return deriveSeed('fit', context.seed, candidateHash(candidate), fold);
}

/** Seed of fold's transforms: the same for all candidates, so that prepared matrices can be shared between them. */
export function prepareSeed(context: SearchContext, fold: number | 'final'): number {
  return deriveSeed('prepare', context.seed, fold);
}
