import runJob from './thread.js';

/** A process for one job that may take it down: `training/threads/own-process.ts` forks it. */
process.once('message', (job: Parameters<typeof runJob>[0]) => {
  void runJob(job)
    .catch((error: Error) => ({ error: error.message }))
    .then((reply) => process.send?.(reply));
});
