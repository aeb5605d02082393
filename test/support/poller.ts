import type { Poller } from '../../activities/queues/queue-state.js';

/** A worker without a version, which has just said that it lives. */
export function poller(more: Partial<Poller> = {}): Poller {
  return { identity: '1@host', build: null, silentSeconds: 0.4, alive: true, ...more };
}
