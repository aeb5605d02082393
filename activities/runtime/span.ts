import type { Span } from '../../contracts/span.js';

/** Measures an activity: call it at the start, and what it returns at the end. */
export function startSpan(): () => Span {
  const startMs = Date.now();
  const start = performance.now();
  return () => ({ startMs, seconds: (performance.now() - start) / 1000 });
}
