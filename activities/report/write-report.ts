import type { Context } from '@temporalio/activity';
import { join } from 'node:path';
import { reportRequestSchema, type ReportReply, type ReportRequest } from '../../contracts/search/search-activities.js';
import { writeWhole } from '../../storage/files/files.js';
import type { Store } from '../../storage/store.js';
import { FILE_PATIENCE, withUserErrors } from '../runtime/errors.js';
import { heartbeating } from '../runtime/heartbeat.js';
import type { ThreadPool } from '../../training/threads/thread-pool.js';
import type { ReportJob } from './run-report.js';

/** Number of workers that may be lost while they write the page, because it may be the cause. */
const MOST_LOST = 3;

/**
 * The activity `writeReport`: the search's record as one HTML page; writes the result to the record. The model is
 * already delivered then: if the page cannot be made, the result has a warning.
 */
export function createWriteReport(store: Store, pool: Pick<ThreadPool, 'run'>) {
  return async function writeReport(argument: ReportRequest): Promise<ReportReply> {
    const request = reportRequestSchema.parse(argument);
    const { result } = request;
    const { searchId } = result;
    return heartbeating((activity, lost) =>
      withUserErrors(async () => {
        const path = join(await store.searches.folder(searchId), 'report.html');
        const page = lost < MOST_LOST ? await tryPage(store, pool, request, activity) : { wrong: lostText(lost) };
        if ('html' in page) await writeWhole(path, page.html);
        const report = 'html' in page ? path : '';
        const warnings = 'html' in page ? [] : [`the report could not be written: ${page.wrong}`];
        await store.searches.writeResult(searchId, { ...result, report, warnings: [...result.warnings, ...warnings] });
        return { report, warnings };
      }),
    );
  };
}

const lostText = (lost: number): string => `${lost} workers were lost while they wrote it`;

/**
 * The page; or why there is none after some attempts. @throws StepLost, which is repaired by running the search again
 */
async function tryPage(
  store: Store,
  pool: Pick<ThreadPool, 'run'>,
  request: ReportRequest,
  { info, cancellationSignal }: Context,
): Promise<{ html: string } | { wrong: string }> {
  // Errors lose their class between threads, and this one has to keep it.
  await store.searches.readSteps(request.result.searchId, 0, request.steps);
  try {
    const job: ReportJob = { kind: 'report', store: store.root, request };
    return { html: await pool.run<string>(job, cancellationSignal) };
  } catch (error) {
    cancellationSignal.throwIfAborted();
    const { message } = error as Error;
    // With an error type that is retried.
    if (info.attempt < FILE_PATIENCE) throw new Error(message, { cause: error });
    return { wrong: message.split('\n').join(' ') };
  }
}
