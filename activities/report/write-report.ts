import { join } from 'node:path';
import { reportRequestSchema, type ReportReply, type ReportRequest } from '../../contracts/activities.js';
import { writeWhole } from '../../storage/files.js';
import { StepLost } from '../../storage/searches.js';
import type { Store } from '../../storage/store.js';
import { FILE_PATIENCE, withUserErrors } from '../runtime/errors.js';
import { heartbeating } from '../runtime/heartbeat.js';
import { collectReport } from './report-data.js';
import { renderReport } from './page/index.js';

/** Workers that may be lost while they write the page: it may be the cause. */
const MOST_LOST = 3;

/**
 * The activity `writeReport`: the search's record as one HTML page; keeps the result in the record. A model is there by
 * then: where no page can be made of the record, the result says so.
 */
export function createWriteReport(store: Store) {
  return async function writeReport(argument: ReportRequest): Promise<ReportReply> {
    const request = reportRequestSchema.parse(argument);
    const { result } = request;
    const { searchId } = result;
    return heartbeating(({ info }, lost) =>
      withUserErrors(async () => {
        const path = join(await store.searches.folder(searchId), 'report.html');
        const page = lost < MOST_LOST ? await tryPage(store, request, info.attempt) : { wrong: lostText(lost) };
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

/** The page; or why there is none after some attempts. @throws StepLost, which walking through the search again mends */
async function tryPage(
  store: Store,
  request: ReportRequest,
  attempt: number,
): Promise<{ html: string } | { wrong: string }> {
  try {
    return { html: await renderReport(await collectReport(store, request)) };
  } catch (error) {
    if (error instanceof StepLost) throw error;
    const { message } = error as Error;
    // Under a name that is tried again, whatever it was.
    if (attempt < FILE_PATIENCE) throw new Error(message, { cause: error });
    return { wrong: message.split('\n').join(' ') };
  }
}
