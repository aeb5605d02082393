import { runProfile } from '../activities/dataset/run-profile.js';
import type { ProfileJob } from '../activities/dataset/profile-job.js';
import { runExport, type ExportJob } from '../activities/final/exported-form.js';
import { runFinal } from '../activities/final/run-final.js';
import type { FinalJob } from '../activities/final/final-job.js';
import { replyOf, type ThreadReply } from '../activities/runtime/thread-pool.js';
import type { JudgeJob } from '../activities/calling/judge-job.js';
import type { PrepareJob } from '../activities/calling/prepare-job.js';
import { runJudge } from '../activities/calling/run-judge.js';
import { runPrepare } from '../activities/calling/run-prepare.js';
import type { FoldJob } from '../activities/trials/fold-job.js';
import { runDeal, type DealJob } from '../activities/trials/run-deal.js';
import { runReport, type ReportJob } from '../activities/report/run-report.js';
import { runFold } from '../activities/trials/run-fold.js';
import { registry } from './registry.js';

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
