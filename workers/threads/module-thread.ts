import { loadAxis, loadParadigm } from './module-file.js';
import { replyOf, serveProcess, type ThreadReply } from '../../training/threads/thread-reply.js';
import type { FitJob, PredictJob } from '../../training/serving/fit-job.js';
import { fitServed, predictServed } from '../../training/serving/served-fit.js';
import type { AdvanceInput } from '../../contracts/module/axis.js';

/** One step of an axis, for a thread, so that the worker's thread is free for heartbeats and other work. */
export interface AdvanceJob {
  kind: 'advance';
  /** URL of the file that defines the axis. */
  module: string;
  axis: string;
  input: AdvanceInput;
}

/** The threads of modules: they import the module's file, and run one job at a time. */
export default function runModuleJob(job: AdvanceJob | FitJob | PredictJob): Promise<ThreadReply<unknown>> {
  return replyOf<unknown>(async () => {
    switch (job.kind) {
      case 'advance':
        return (await loadAxis(job.module, job.axis)).advance(job.input);
      case 'fit':
        return fitServed(await loadParadigm(job.module, job.paradigm), job);
      case 'predict':
        return predictServed(await loadParadigm(job.module, job.paradigm), job);
    }
  });
}

serveProcess(import.meta.url, runModuleJob);
