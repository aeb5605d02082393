import { hashJson } from '../../contracts/json.js';
import type { Store } from '../store.js';

const LOCK = hashJson('collection of garbage');

/**
 * Does what one process at a time may do: collect garbage. Another's lock is waited for; that of a process that died is
 * taken over.
 *
 * @param patienceMs how long to wait, at most
 * @returns null where another process held the lock all the time
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
