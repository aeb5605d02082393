import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrialKey } from '../../contracts/candidate/trial.js';
import type { Store } from '../../storage/store.js';

/**
 * When the record of each trial was written, in ms since 1970: a trial that is trained again gets a new one. (The log of
 * attempts does not have brief trials.)
 */
export async function recordTimes({ root, trials }: Store): Promise<Record<TrialKey, number>> {
  const times: Record<TrialKey, number> = {};
  for await (const key of trials.keys()) {
    const file = join(root, 'trials', key.slice(0, 2), `${key.slice(2)}.json`);
    const written = await stat(file).catch(() => null);
    if (written) times[key] = written.mtimeMs;
  }
  return times;
}
