import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SearchResult } from '../../contracts/search/search.js';
import { storeStats } from '../../storage/stats.js';
import type { Store } from '../../storage/store.js';

/** All of a search's result that must not depend on what was killed, with a hash of the model's files. */
export async function outcomeOf(result: SearchResult): Promise<object> {
  return { ...essenceOf(result), model: await hashOfFolder(result.model) };
}

/** The same without the model, which says who trained it. */
export function essenceOf(result: SearchResult): object {
  const { stopped, trials, axes, cvScore, repeats, holdoutScore, best, leaders } = result;
  return {
    stopped,
    trials: trials.total,
    axes: axes.map(({ axis, steps, trials: count, gain }) => ({ axis, steps, trials: count, gain })),
    cvScore,
    repeats,
    holdoutScore,
    best,
    leaders: leaders.map(({ key, axis, score, spread }) => ({ key, axis, score, spread })),
  };
}

async function hashOfFolder(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const names = (await readdir(folder)).sort();
  for (const name of names) hash.update(name).update(await readFile(join(folder, name)));
  return hash.digest('hex');
}

/** What the trials of a store went through. */
export interface Training {
  trials: number;
  /** Finished trials that were trained again. */
  again: number;
  /** Attempts that went on with what an earlier one had left. */
  continued: number;
  /** Attempts that started again, for the one before had left nothing yet. */
  restarted: number;
}

export async function trainingIn(store: Store): Promise<Training> {
  const { keys, attempts } = await storeStats(store);
  const { continued, restarted } = attempts;
  return {
    trials: keys.length,
    again: keys.reduce((sum, { trained }) => sum + Math.max(0, trained - 1), 0),
    continued,
    restarted,
  };
}
