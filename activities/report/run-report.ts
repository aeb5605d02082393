import type { ReportRequest } from '../../contracts/search/search-activities.js';
import { openStore } from '../../storage/store.js';
import { renderReport } from './page/index.js';
import { collectReport } from './page/report-data.js';

/** A search's report, for a worker thread. */
export interface ReportJob {
  kind: 'report';
  /** Folder of the store. */
  store: string;
  request: ReportRequest;
}

/** @returns the page. @throws Error if the store has lost its data */
export async function runReport({ store, request }: ReportJob): Promise<string> {
  return renderReport(await collectReport(openStore(store), request));
}
