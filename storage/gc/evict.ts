import type { StoreFile } from '../files/walk.js';
import type { CollectionPlan, Removal } from './removal.js';
import type { SearchUse } from './search-use.js';
import type { Survey, TrialFiles } from './survey.js';

export interface EvictionOptions {
  /** Bytes to remove. */
  excess: number;
  /** Files without a reference are removed only if they are older, in ms since 1970 UTC. */
  before: number;
  /** Files that are removed in any case. */
  gone: ReadonlySet<StoreFile>;
}

/**
 * Trials, with their arrays and checkpoints, until the store is small enough: first those of no search, the oldest
 * first; then those of searches that have ended, the least recently used first. A trial of several searches is removed
 * with the last of them; one of a search that has not ended stays.
 */
export function planEviction(survey: Survey, { excess, before, gone }: EvictionOptions): CollectionPlan {
  const plan: CollectionPlan = { removals: [], searches: [] };
  if (excess <= 0) return plan;
  const arrays = new SharedArrays(survey);
  const searches = new Set<string>();
  let left = excess;
  for (const [key, owner] of trialsInOrder(survey, before)) {
    if (left <= 0) break;
    const files = filesOfTrial(survey.trials.get(key)!, arrays).filter(({ file }) => !gone.has(file));
    plan.removals.push(...files);
    left -= files.reduce((sum, { file }) => sum + file.bytes, 0);
    if (owner) searches.add(owner.folder);
  }
  plan.searches = [...searches];
  return plan;
}

/** Trials that can be removed, in order of removal, each with its search. */
function* trialsInOrder(survey: Survey, before: number): Generator<[key: string, owner: SearchUse | null]> {
  const owners = ownersOf(survey.searches);
  const free = [...survey.trials].filter(([, { claimed }]) => !claimed);
  const nobodys = free.filter(([key, trial]) => !owners.has(key) && youngest(trial) < before);
  for (const [key] of nobodys.sort(([, a], [, b]) => youngest(a) - youngest(b))) yield [key, null];
  const owned = free.flatMap(([key]) => withOwner(key, owners.get(key)));
  yield* owned.sort(([, a], [, b]) => a.usedAt - b.usedAt);
}

/** For each trial, the search that needs it longest: one that has not ended, otherwise the one used last. */
function ownersOf(searches: readonly SearchUse[]): Map<string, SearchUse> {
  const owners = new Map<string, SearchUse>();
  const ended = searches.filter((search) => search.ended).sort((a, b) => a.usedAt - b.usedAt);
  for (const search of [...ended, ...searches.filter((one) => !one.ended)]) {
    for (const key of search.trials) owners.set(key, search);
  }
  return owners;
}

function withOwner(key: string, owner: SearchUse | undefined): [string, SearchUse][] {
  return owner?.ended ? [[key, owner]] : [];
}

function youngest({ record, attempts, checkpoints }: TrialFiles): number {
  return Math.max(...[record, attempts, ...checkpoints].flatMap((file) => file?.mtimeMs ?? []));
}

/** The record first: without it, the other files are not used. */
function filesOfTrial(trial: TrialFiles, arrays: SharedArrays): Removal[] {
  const own = [trial.record, trial.attempts, ...trial.checkpoints].filter((file) => file !== null);
  const shared = arrays.release(trial.arrays);
  return [
    ...own.map((file): Removal => ({ kind: 'trials', file })),
    ...(shared ? [{ kind: 'artifacts', file: shared } as const] : []),
  ];
}

/** Trials with the same predictions have the same arrays. */
class SharedArrays {
  private readonly uses = new Map<string, number>();

  constructor(private readonly survey: Survey) {
    for (const { arrays } of survey.trials.values()) {
      if (arrays !== null) this.uses.set(arrays, (this.uses.get(arrays) ?? 0) + 1);
    }
  }

  /** @returns the file, if no other trial or search needs it */
  release(arrays: string | null): StoreFile | null {
    if (arrays === null) return null;
    const left = this.uses.get(arrays)! - 1;
    this.uses.set(arrays, left);
    const needed = left > 0 || this.survey.referred.has(arrays);
    return needed ? null : (this.survey.artifacts.get(arrays) ?? null);
  }
}
