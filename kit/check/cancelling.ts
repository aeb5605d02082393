import { Unmet } from './check.js';

/** A call is cancelled after this time: it has reached its worker by then, and is usually not done. */
const BEFORE_CANCEL_MS = 300;

/**
 * Makes a call and cancels it. It may complete or fail, but it must end.
 *
 * @throws Unmet if it goes on for longer than `seconds`
 */
export async function cancelled(call: (signal: AbortSignal) => Promise<unknown>, seconds: number): Promise<void> {
  const abort = new AbortController();
  let limit: NodeJS.Timeout | undefined;
  let start: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    start = setTimeout(() => {
      abort.abort();
      // Measured from here: code that blocks this thread could not notice the cancellation before.
      limit = setTimeout(() => resolve('late'), seconds * 1000);
    }, BEFORE_CANCEL_MS);
  });
  const ended = call(abort.signal).then(
    () => 'ended' as const,
    // It was cancelled or failed: other checks are about calls that are not cancelled.
    () => 'ended' as const,
  );
  const outcome = await Promise.race([ended, late]).finally(() => {
    clearTimeout(start);
    clearTimeout(limit);
  });
  if (outcome === 'ended') return;
  throw new Unmet(
    `a call to end within ${seconds} s once it is cancelled`,
    'it still goes on',
    'Heartbeat at least every second, for cancellation comes with the answers, and stop what runs.',
  );
}
