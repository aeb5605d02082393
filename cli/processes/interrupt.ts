const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Exit code of a process that was ended by Ctrl-C. */
export const INTERRUPTED = 130;

/**
 * Aborts at the first Ctrl-C (or SIGTERM, SIGHUP), so that the command can clean up; a second one ends the process at
 * once, and its child processes end by themselves.
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

/** Resolves when the signal aborts; keeps the process alive until then. */
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
