import { stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { removeEmpty } from '../claims.js';
import { nullIfAbsent } from '../files/files.js';
import type { Store } from '../store.js';
import { inParallel, nullIfGone } from '../files/walk.js';
import { planCollection, type PlanOptions } from './plan.js';
import { GARBAGE, type Garbage, type Removal } from './removal.js';
import { surveyStore } from './survey.js';

export interface CollectOptions extends Partial<PlanOptions> {
  /** Reports what would be removed, and removes nothing. */
  dryRun?: boolean;
  signal?: AbortSignal;
}

interface Collected {
  files: number;
  bytes: number;
}

/** What was removed, or would be. */
export interface Collection {
  dryRun: boolean;
  /** Bytes in the store. */
  before: number;
  after: number;
  /** Limit of the store's size; null for no limit. */
  maxBytes: number | null;
  removed: Record<Garbage, Collected>;
  /** Folders of ended searches whose trials were removed because of the limit. */
  searches: string[];
}

/**
 * Removes unneeded files from a store and then, if it is larger than its limit, trials of searches that have ended.
 * Searches may run meanwhile: files that were written or touched since the survey stay.
 *
 * @throws the signal's reason once it aborts
 */
export async function collectGarbage(store: Store, options: CollectOptions = {}): Promise<Collection> {
  const { maxBytes = Infinity, now = Date.now(), dryRun = false, signal } = options;
  const survey = await surveyStore(store, signal);
  const plan = planCollection(survey, { maxBytes, now });
  const removed = Object.fromEntries(GARBAGE.map((kind) => [kind, { files: 0, bytes: 0 }])) as Collection['removed'];
  await inParallel(plan.removals, async (removal) => {
    signal?.throwIfAborted();
    if (!dryRun && !(await remove(removal))) return;
    removed[removal.kind].files++;
    removed[removal.kind].bytes += removal.file.bytes;
  });
  const bytes = Object.values(removed).reduce((sum, one) => sum + one.bytes, 0);
  return {
    dryRun,
    before: survey.bytes,
    after: survey.bytes - bytes,
    maxBytes: Number.isFinite(maxBytes) ? maxBytes : null,
    removed,
    searches: plan.searches,
  };
}

/** @returns false if it is gone, or in use again */
async function remove({ kind, file: { path, mtimeMs } }: Removal): Promise<boolean> {
  const info = await stat(path).catch(nullIfGone);
  if (info?.mtimeMs !== mtimeMs) return false;
  const isRemoved = await unlink(path).then(() => true, nullIfAbsent);
  if (kind !== 'artifacts' && kind !== 'quarantine') await removeEmptyAround(path);
  return isRemoved ?? false;
}

/** The folder of a claim, or of a trial's checkpoints. */
async function removeEmptyAround(path: string): Promise<void> {
  const folder = dirname(path);
  if (/[0-9a-f]{62}(\.claim.*)?$/.test(folder)) await removeEmpty(folder);
}
