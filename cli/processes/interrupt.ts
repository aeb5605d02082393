const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What a process that Ctrl-C ended exits with. */
export const INTERRUPTED = 130;

/**
 * Aborts at the first Ctrl-C (or SIGTERM, SIGHUP), so that the command can put its things away; a second one ends the
 * process at once, and what it started notices and ends by itself.
 *
 * @param onFirst called at the first one
 */
export function watchInterrupts(onFirst?: () => void): { signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    controller.abort();
    onFirst?.();
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    stop: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}

/** Resolves when the signal aborts; the process stays for it, whether or not anything else goes on. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const stay = setInterval(() => undefined, 60_000);
    const leave = (): void => {
      clearInterval(stay);
      resolve();
    };
    signal.addEventListener('abort', leave, { once: true });
  });
}
