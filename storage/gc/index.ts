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
  /** Says what would be removed, and removes nothing. */
  dryRun?: boolean;
  signal?: AbortSignal;
}

interface Collected {
  files: number;
  bytes: number;
}

/** What a collection removed, or would. */
export interface Collection {
  dryRun: boolean;
  /** Bytes in the store. */
  before: number;
  after: number;
  /** What it may take; null for no limit. */
  maxBytes: number | null;
  removed: Record<Garbage, Collected>;
  /** Folders of the ended searches that trials were taken of, for the store's size. */
  searches: string[];
}

/**
 * Removes from a store what nobody can need, and then, where it is larger than it may be, trials of searches that have
 * ended (see `planPolicy`). Searches may run meanwhile: what was written or touched since the survey stays.
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

/** @returns false where it was gone, or is in use again */
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
