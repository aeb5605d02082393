import type { Candidate } from '../../contracts/candidate/candidate.js';
import type { CandidateList } from '../../contracts/candidate/candidate-list.js';
import type { TrialKey } from '../../contracts/candidate/trial.js';
import type { Store } from '../../storage/store.js';
import { readCandidates } from '../../storage/candidate-list.js';
import type { LoadedSearch } from '../data/search-loader.js';
import { backendIn, trialKey, type Backends } from './key.js';

interface Dependencies extends Backends {
  store: Store;
}

/**
 * The candidates of a list. Candidates of trials that the store has lost are found in the search's steps.
 *
 * @throws Error if one is not found
 */
export async function findCandidates(
  deps: Dependencies,
  search: LoadedSearch,
  list: CandidateList,
): Promise<Candidate[]> {
  if (!('trials' in list)) return readCandidates(deps.store.artifacts, list);
  const records = await Promise.all(list.trials.map((key) => deps.store.trials.read(key)));
  const lost = list.trials.filter((_, i) => !records[i]);
  const found = lost.length === 0 ? new Map<TrialKey, Candidate>() : await proposed(deps, search, list.of, lost);
  return records.map((record, i) => {
    const candidate = record?.candidate ?? found.get(list.trials[i]);
    if (!candidate)
      throw new Error(`trial ${list.trials[i]} is not in the store, and no step of ${list.of} proposed it`);
    return candidate;
  });
}

async function proposed(
  deps: Dependencies,
  { context }: LoadedSearch,
  searchId: string,
  keys: readonly TrialKey[],
): Promise<Map<TrialKey, Candidate>> {
  const found = new Map<TrialKey, Candidate>();
  const { store } = deps;
  const steps = await store.searches.readSteps(searchId, 0, await store.searches.countSteps(searchId));
  for (const { trials, candidates } of steps) {
    if (!trials.some(({ key }) => keys.includes(key))) continue;
    for (const candidate of await readCandidates(store.artifacts, candidates)) {
      found.set(trialKey(context, candidate, 0, await backendIn(deps, context, candidate.paradigm)), candidate);
    }
  }
  return found;
}
