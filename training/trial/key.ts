import type { Candidate } from '../../contracts/candidate/candidate.js';
import type { SearchContext } from '../../contracts/module/context.js';
import { hashJson } from '../../contracts/json.js';
import { TRANSFORMS_VERSION } from '../../contracts/candidate/transform.js';
import { TRIAL_VERSION, type TrialKey } from '../../contracts/candidate/trial.js';

/**
 * The trial key: a hash of everything that determines the outcome of a candidate. The data's fingerprint covers the
 * file, the target and the types; the plan covers folds and their seed.
 */
export function trialKey(context: SearchContext, candidate: Candidate, repeat: number, backend: string): TrialKey {
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
    ...(repeat > 0 && { repeat }),
    seed: context.seed,
    candidate,
  });
}

export interface Backends {
  /** The numeric backend of a paradigm that this release trains itself. */
  backendOf: (paradigm: string) => Promise<string>;
}

/** The numeric backend that trains a paradigm in a search, a part of trial keys; a served one declares it. */
export async function backendIn(
  { backendOf }: Backends,
  { paradigms }: SearchContext,
  paradigm: string,
): Promise<string> {
  return paradigms.find(({ id }) => id === paradigm)?.served?.backend ?? backendOf(paradigm);
}
