import { join } from 'node:path';
import { reportRequestSchema, type ReportReply, type ReportRequest } from '../../contracts/activities.js';
import { writeWhole } from '../../storage/files.js';
import type { Store } from '../../storage/store.js';
import { withUserErrors } from '../runtime/errors.js';
import { heartbeating } from '../runtime/heartbeat.js';
import { collectReport } from './report-data.js';
import { renderReport } from './page/index.js';

/** The activity `writeReport`: the search's record as one HTML page; keeps the result in the record. */
export function createWriteReport(store: Store) {
  return async function writeReport(argument: ReportRequest): Promise<ReportReply> {
    const request = reportRequestSchema.parse(argument);
    const { searchId } = request.result;
    return heartbeating(() =>
      withUserErrors(async () => {
        const report = join(await store.searches.folder(searchId), 'report.html');
        await writeWhole(report, await renderReport(await collectReport(store, request)));
        await store.searches.writeResult(searchId, { ...request.result, report });
        return { report };
      }),
    );
  };
}
