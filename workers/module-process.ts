import runModuleJob from './module-thread.js';

/** A process for one job of a module that may take it down: `training/threads/own-process.ts` forks it. */
process.once('message', (job: Parameters<typeof runModuleJob>[0]) => {
  void runModuleJob(job)
    .catch((error: Error) => ({ error: error.message }))
    .then((reply) => process.send?.(reply));
});
