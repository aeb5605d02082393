import { runProfile } from '../../activities/dataset/run-profile.js';
import type { ProfileJob } from '../../activities/dataset/profile-job.js';
import { runExport, type ExportJob } from '../../training/model/exported-form.js';
import { replyOf, serveProcess, type ThreadReply } from '../../training/threads/thread-reply.js';
import type { FitJob, JudgeJob, PrepareJob } from '../../training/fit/jobs.js';
import { runJudge } from '../../training/fit/run-judge.js';
import { runPrepare } from '../../training/fit/run-prepare.js';
import { runDeal, type DealJob } from '../../training/data/run-deal.js';
import { runReport, type ReportJob } from '../../activities/report/run-report.js';
import { runFit } from '../../training/fit/run-fit.js';
import { registry } from '../../activities/paradigms/index.js';

type Job = FitJob | ProfileJob | PrepareJob | JudgeJob | ExportJob | DealJob | ReportJob;

/** The file of worker threads: one job at a time, in synchronous code. */
export default function runJob(job: Job): Promise<ThreadReply<unknown>> {
  return replyOf<unknown>(() => {
    switch (job.kind) {
      case 'fit':
        return runFit(registry, job);
      case 'profile':
        return runProfile(job);
      case 'prepare':
        return runPrepare(job);
      case 'judge':
        return runJudge(job);
      case 'export':
        return runExport(registry, job);
      case 'deal':
        return Promise.resolve(runDeal(job));
      case 'report':
        return runReport(job);
    }
  });
}

serveProcess(import.meta.url, runJob);
