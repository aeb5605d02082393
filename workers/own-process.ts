import runJob from './thread.js';

/** A process for one job that may take it down: `activities/runtime/own-process.ts` forks it. */
process.once('message', (job: Parameters<typeof runJob>[0]) => {
  void runJob(job).then((reply) => process.send?.(reply));
});
