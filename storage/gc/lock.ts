import { hashJson } from '../../contracts/json.js';
import type { Store } from '../store.js';

const LOCK = hashJson('collection of garbage');

/**
 * Runs garbage collection in one process at a time. Waits while another process holds the lock; takes over the lock of
 * a process that died.
 *
 * @param patienceMs how long to wait, at most
 * @returns null if another process held the lock all the time
 * @throws the signal's reason once it aborts
 */
export async function whileLocked<T>(
  store: Store,
  act: () => Promise<T>,
  { patienceMs, signal }: { patienceMs: number; signal: AbortSignal },
): Promise<T | null> {
  const end = performance.now() + patienceMs;
  const claim = await store.claims.claim(LOCK, signal, () => Promise.resolve(performance.now() > end));
  if (!claim) return null;
  try {
    return await act();
  } finally {
    await claim.release();
  }
}
