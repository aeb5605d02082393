import type { ProjectSettings } from '../../contracts/search/settings.js';
import { STALE_MS } from '../../storage/claims.js';
import { collectGarbage } from '../../storage/gc/index.js';
import { whileLocked } from '../../storage/gc/lock.js';
import type { Store } from '../../storage/store.js';

/** Delay after the start of a worker, which has other things to do first. */
const FIRST_AFTER_MS = 60_000;
const EVERY_MS = 3_600_000;
/** Long enough to detect that the holder of the lock is dead. */
const PATIENCE_MS = 2 * STALE_MS;

export interface HousekeepingTimes {
  firstAfterMs?: number;
  everyMs?: number;
}

/**
 * Collects garbage in the store from time to time, in one process at a time. Errors are reported on stderr, and it is
 * tried again the next time.
 *
 * @returns a function that ends it
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
