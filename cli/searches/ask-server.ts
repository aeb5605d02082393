import { WorkflowFailedError, type WorkflowExecutionStatusName, type WorkflowHandle } from '@temporalio/client';
import { executionOf } from '../../client/executions.js';
import { askProgress } from '../../client/updates.js';
import { failureText } from '../../client/watch-search.js';
import { searchResultSchema, type SearchProgress, type SearchResult } from '../../contracts/search/search.js';
import { COMPARISON } from '../../contracts/search/strategy.js';
import type { Endpoint } from '../../server/endpoint.js';
import { optionsNamed } from '../input/option-names.js';
import { withClient } from '../project/client.js';

/** How long workers may take to answer a query; then the search's record is shown instead. */
const QUERY_PATIENCE_MS = 2_500;

/** The server's information about a search. */
export interface ServerStatus {
  status: WorkflowExecutionStatusName;
  /** It is a comparison of strategies, each of which is a search of its own. */
  comparison: boolean;
  /** Null if it has ended, or no worker answers. */
  progress: SearchProgress | null;
  result: SearchResult | null;
  /** Why it ended without a result. */
  failure: string | null;
}

/** Asks the server; null if it does not know the search. */
export function askForSearch(endpoint: Endpoint, searchId: string): Promise<ServerStatus | null> {
  return withClient(endpoint, async (client) => {
    const execution = await executionOf(client, searchId);
    if (execution === null) return null;
    const { type, status } = execution;
    const comparison = type === COMPARISON;
    const unknown = { status, comparison, progress: null, result: null, failure: null };
    if (status !== 'RUNNING') {
      return { ...unknown, ...(await readEnd(client.workflow.getHandle(searchId), comparison)) };
    }
    return comparison ? unknown : { ...unknown, progress: await askProgress(client, searchId, QUERY_PATIENCE_MS) };
  });
}

async function readEnd(handle: WorkflowHandle, comparison: boolean): Promise<Pick<ServerStatus, 'result' | 'failure'>> {
  try {
    const result: unknown = await handle.result();
    return { result: comparison ? null : searchResultSchema.parse(result), failure: null };
  } catch (error) {
    if (error instanceof WorkflowFailedError) return { result: null, failure: optionsNamed(failureText(error)) };
    throw error;
  }
}
