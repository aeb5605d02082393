const INTERVAL_MS = 500;

/** Passes on the share done, at most twice a second, so that loops may call it often. */
export function throttled(onProgress?: (done: number) => void): (done: number) => void {
  if (!onProgress) return () => undefined;
  let last = performance.now();
  return (done) => {
    const now = performance.now();
    if (now - last < INTERVAL_MS) return;
    last = now;
    onProgress(done);
  };
}
