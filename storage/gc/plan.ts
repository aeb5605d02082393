import { isGone } from '../claims.js';
import type { StoreFile } from '../files/walk.js';
import { planEviction } from './evict.js';
import type { CollectionPlan, Garbage, Removal } from './removal.js';
import type { Survey, TrialFiles } from './survey.js';

export interface PlanOptions {
  /** Limit of the store's size, in bytes. */
  maxBytes: number;
  /** In ms since 1970 UTC. */
  now: number;
}

export const HOUR_MS = 3_600_000;
export const WEEK_MS = 7 * 24 * HOUR_MS;

/** Files that are not needed; then, if the store is still larger than its limit, those used least recently. */
export function planCollection(survey: Survey, { maxBytes, now }: PlanOptions): CollectionPlan {
  const young = now - HOUR_MS;
  const leftovers: Removal[] = [
    ...removals('partials', survey.partials, young),
    // A claim that is held is touched every second.
    ...survey.claims.filter(isDead(young)).map((file): Removal => ({ kind: 'claims', file })),
    ...removals('quarantine', survey.quarantine, now - WEEK_MS),
    ...[...survey.trials.values()].flatMap((trial) => uselessCheckpoints(trial, survey, now)),
  ];
  const before = keepSince(survey, now);
  const first = [...leftovers, ...unreferredArtifacts(survey, before)];
  const bytes = survey.bytes - first.reduce((sum, { file }) => sum + file.bytes, 0);
  const gone = new Set(first.map(({ file }) => file));
  const evicted = planEviction(survey, { excess: bytes - maxBytes, before, gone });
  return { removals: [...first, ...evicted.removals], searches: evicted.searches };
}

/** A search that has not ended and was not used for so long counts as abandoned. */
const GIVEN_UP_MS = 90 * 24 * HOUR_MS;

/**
 * Files without a reference are kept if they are newer than this time, in ms since 1970 UTC: the start of the oldest
 * search that may continue. Artifacts of a running step are known only to its workflow until the step ends.
 */
function keepSince({ searches }: Survey, now: number): number {
  const running = searches.filter(({ ended, planned, usedAt }) => planned && !ended && usedAt >= now - GIVEN_UP_MS);
  return Math.min(now - HOUR_MS, ...running.map(({ since }) => since));
}

function removals(kind: Garbage, files: readonly StoreFile[], before: number): Removal[] {
  return files.filter(({ mtimeMs }) => mtimeMs < before).map((file) => ({ kind, file }));
}

function isDead(young: number): (claim: StoreFile) => boolean {
  return ({ names, mtimeMs }) => isGone(names.at(-1)!) || mtimeMs < young;
}

/** Checkpoints of folds of completed trials, and of abandoned final fits. */
function uselessCheckpoints(trial: TrialFiles, { artifacts }: Survey, now: number): Removal[] {
  const whole = trial.reusable && (trial.arrays === null || artifacts.has(trial.arrays));
  return trial.checkpoints
    .filter(({ names, mtimeMs }) => {
      if (trial.claimed) return false;
      return names.at(-1)!.startsWith('final-') ? mtimeMs < now - WEEK_MS : whole && mtimeMs < now - HOUR_MS;
    })
    .map((file) => ({ kind: 'checkpoints', file }));
}

function unreferredArtifacts({ artifacts, trials, referred }: Survey, before: number): Removal[] {
  const arrays = new Set([...trials.values()].map((trial) => trial.arrays));
  const nobodys = [...artifacts].filter(([hash]) => !referred.has(hash) && !arrays.has(hash));
  return removals(
    'artifacts',
    nobodys.map(([, file]) => file),
    before,
  );
}
