import type { ProjectSettings } from '../../contracts/search/settings.js';
import { STALE_MS } from '../../storage/claims.js';
import { collectGarbage } from '../../storage/gc/index.js';
import { whileLocked } from '../../storage/gc/lock.js';
import type { Store } from '../../storage/store.js';

/** A worker that has just started has better to do. */
const FIRST_AFTER_MS = 60_000;
const EVERY_MS = 3_600_000;
/** Long enough to see that the process which has the lock is dead. */
const PATIENCE_MS = 2 * STALE_MS;

export interface HousekeepingTimes {
  firstAfterMs?: number;
  everyMs?: number;
}

/**
 * Keeps the store as small as temporal.yaml says, from time to time; of the processes that do, one at a time does it.
 * What goes wrong is said on stderr, and tried again the next time.
 *
 * @returns what ends it
 */
export function startHousekeeping(
  store: Store,
  { store: { maxGigabytes } }: Pick<ProjectSettings, 'store'>,
  { firstAfterMs = FIRST_AFTER_MS, everyMs = EVERY_MS }: HousekeepingTimes = {},
): () => void {
  const end = new AbortController();
  const { signal } = end;
  let timer: NodeJS.Timeout;
  const wait = (ms: number): void => {
    timer = setTimeout(() => void keepHouse(store, maxGigabytes * 1e9, signal).then(() => next()), ms).unref();
  };
  const next = (): void => {
    if (!signal.aborted) wait(everyMs);
  };
  wait(firstAfterMs);
  return () => {
    clearTimeout(timer);
    end.abort();
  };
}

async function keepHouse(store: Store, maxBytes: number, signal: AbortSignal): Promise<void> {
  try {
    await whileLocked(store, () => collectGarbage(store, { maxBytes, signal }), { patienceMs: PATIENCE_MS, signal });
  } catch (error) {
    if (!signal.aborted) console.error(`the store could not be tidied: ${(error as Error).message}`);
  }
}
