import type { Worker } from 'node:worker_threads';

/**
 * A worker process as the command line starts it, which ends one of its threads when it is told to: no signal ends a
 * thread alone.
 */
const threads = new Set<Worker>();
process.on('worker', (thread: Worker) => {
  threads.add(thread);
  thread.once('exit', () => threads.delete(thread));
});
process.on('message', (message) => {
  if (message !== KILL_THREAD) return;
  const [thread] = threads;
  void thread?.terminate();
  process.send?.(thread !== undefined);
});
export const KILL_THREAD = 'kill a thread';

await import('../../cli/processes/worker-process.js');
