import type { Span } from '../../contracts/span.js';

/** Measures an activity's time span: call it at the start, and the returned function at the end. */
export function startSpan(): () => Span {
  const startMs = Date.now();
  const start = performance.now();
  return () => ({ startMs, seconds: (performance.now() - start) / 1000 });
}
