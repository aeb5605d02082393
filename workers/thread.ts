import { runProfile } from '../activities/dataset/run-profile.js';
import type { ProfileJob } from '../activities/dataset/profile-job.js';
import { runExport, type ExportJob } from '../training/model/exported-form.js';
import { runFinal } from '../training/model/run-final.js';
import type { FinalJob } from '../training/model/final-job.js';
import { replyOf, type ThreadReply } from '../training/threads/thread-pool.js';
import type { JudgeJob } from '../training/fit/judge-job.js';
import type { PrepareJob } from '../training/fit/prepare-job.js';
import { runJudge } from '../training/fit/run-judge.js';
import { runPrepare } from '../training/fit/run-prepare.js';
import type { FoldJob } from '../training/fit/fold-job.js';
import { runDeal, type DealJob } from '../training/data/run-deal.js';
import { runReport, type ReportJob } from '../activities/report/run-report.js';
import { runFold } from '../training/fit/run-fold.js';
import { registry } from '../activities/paradigms/index.js';

type Job = FoldJob | FinalJob | ProfileJob | PrepareJob | JudgeJob | ExportJob | DealJob | ReportJob;

/** What worker threads run: one job at a time, each in plain blocking code. */
export default function runJob(job: Job): Promise<ThreadReply<unknown>> {
  return replyOf<unknown>(() => {
    switch (job.kind) {
      case 'fold':
        return runFold(registry, job);
      case 'final':
        return runFinal(registry, job);
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
