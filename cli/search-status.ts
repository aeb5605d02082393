import {
  WorkflowFailedError,
  WorkflowNotFoundError,
  type Client,
  type WorkflowExecutionStatusName,
  type WorkflowHandle,
} from '@temporalio/client';
import {
  searchProgressSchema,
  searchResultSchema,
  type SearchProgress,
  type SearchResult,
} from '../contracts/search.js';
import { COMPARISON } from '../contracts/strategy.js';
import type { Endpoint } from '../server/endpoint.js';
import type { SearchRecords } from '../storage/searches.js';
import { progressOf } from '../workflows/search/progress.js';
import { newState, type SearchState } from '../workflows/search/state.js';
import { connectClient } from './client.js';
import { failureText, isServerLost } from './watch-search.js';

/** How long workers may take to say where a search stands. */
const QUERY_PATIENCE_MS = 5_000;

/** What the server says of a search. */
export interface ServerStatus {
  status: WorkflowExecutionStatusName;
  /** It is a comparison of strategies, each of which is a search of its own. */
  comparison: boolean;
  /** Null where it has ended, or no worker answers. */
  progress: SearchProgress | null;
  result: SearchResult | null;
  /** Why it ended without a result. */
  failure: string | null;
}

/** Asks the server; null where it knows no such search. */
export async function askForSearch(endpoint: Endpoint, searchId: string): Promise<ServerStatus | null> {
  const { client, close } = await connectClient(endpoint);
  try {
    const handle = client.workflow.getHandle(searchId);
    const { status, type } = await handle.describe();
    const comparison = type === COMPARISON;
    const unknown = { status: status.name, comparison, progress: null, result: null, failure: null };
    if (status.name !== 'RUNNING') return { ...unknown, ...(await readEnd(handle, comparison)) };
    return comparison ? unknown : { ...unknown, progress: await askProgress(client, searchId) };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  } finally {
    await close();
  }
}

async function askProgress(client: Client, searchId: string): Promise<SearchProgress | null> {
  const handle = client.workflow.getHandle(searchId);
  try {
    const answer = await client.withDeadline(Date.now() + QUERY_PATIENCE_MS, () => handle.query<unknown>('progress'));
    return searchProgressSchema.parse(answer);
  } catch (error) {
    // No worker runs that could answer: what the store has is shown.
    if (isServerLost(error)) return null;
    throw error;
  }
}

async function readEnd(handle: WorkflowHandle, comparison: boolean): Promise<Pick<ServerStatus, 'result' | 'failure'>> {
  try {
    const result: unknown = await handle.result();
    return { result: comparison ? null : searchResultSchema.parse(result), failure: null };
  } catch (error) {
    if (error instanceof WorkflowFailedError) return { result: null, failure: failureText(error) };
    throw error;
  }
}

/** Where a search stood when it was last kept in the store; null where there is none of this id. */
export async function progressFromRecord(records: SearchRecords, searchId: string): Promise<SearchProgress | null> {
  const plan = await records.readPlan(searchId);
  if (plan === null) return null;
  const state = ((await records.readState(searchId)) as SearchState | null) ?? newState(plan);
  const progress = progressOf(searchId, state, []);
  // None is under way: the last one that ended is shown.
  return { ...progress, step: Math.max(0, progress.step - 1) };
}
