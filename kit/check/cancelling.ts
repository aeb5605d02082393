import { Unmet } from './check.js';

/** After so long a call is cancelled: it has reached its worker by then, and is seldom done. */
const BEFORE_CANCEL_MS = 300;

/**
 * Makes a call and cancels it. Whether it is done by then or gives up does not matter; that it ends does.
 *
 * @throws Unmet where it goes on for longer than `seconds`
 */
export async function cancelled(call: (signal: AbortSignal) => Promise<unknown>, seconds: number): Promise<void> {
  const abort = new AbortController();
  let limit: NodeJS.Timeout | undefined;
  let start: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    start = setTimeout(() => {
      abort.abort();
      // From then on: what blocks this very thread has not heard of it before.
      limit = setTimeout(() => resolve('late'), seconds * 1000);
    }, BEFORE_CANCEL_MS);
  });
  const ended = call(abort.signal).then(
    () => 'ended' as const,
    // It gave up, or failed in its own way: what it does with a call that is not cancelled is for other checks.
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
