import { WorkflowFailedError, type WorkflowExecutionStatusName, type WorkflowHandle } from '@temporalio/client';
import { searchResultSchema, type SearchProgress, type SearchResult } from '../../contracts/search/search.js';
import { COMPARISON } from '../../contracts/search/strategy.js';
import type { Endpoint } from '../../server/endpoint.js';
import type { SearchRecords } from '../../storage/searches.js';
import { progressOf } from '../../workflows/policy/progress.js';
import { newState, type SearchState } from '../../workflows/policy/state.js';
import { optionsNamed } from '../input/option-names.js';
import { connectClient } from '../project/client.js';
import { executionOf } from '../../client/executions.js';
import { failureText } from '../../client/watch-search.js';
import { askProgress } from '../../client/updates.js';

/** How long workers may take to say where a search stands, before its record is shown in place of their answer. */
const QUERY_PATIENCE_MS = 2_500;

/** `interrupted`: it left no result, and no server knows more of it. */
export type Status =
  'running' | 'paused' | 'interrupted' | 'completed' | 'failed' | 'cancelled' | 'terminated' | 'timed_out' | 'unknown';

/** By what the server says, and whether the search is paused. */
export function statusName(name: WorkflowExecutionStatusName, paused: boolean): Status {
  if (name === 'RUNNING') return paused ? 'paused' : 'running';
  const ended = ['completed', 'failed', 'cancelled', 'terminated', 'timed_out'] as const;
  return ended.find((one) => one === name.toLowerCase()) ?? 'unknown';
}

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
    const execution = await executionOf(client, searchId);
    if (execution === null) return null;
    const { type, status } = execution;
    const comparison = type === COMPARISON;
    const unknown = { status, comparison, progress: null, result: null, failure: null };
    if (status !== 'RUNNING') {
      return { ...unknown, ...(await readEnd(client.workflow.getHandle(searchId), comparison)) };
    }
    return comparison ? unknown : { ...unknown, progress: await askProgress(client, searchId, QUERY_PATIENCE_MS) };
  } finally {
    await close();
  }
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

/** Where a search stood when it was last kept in the store; null where there is none of this id. */
export async function progressFromRecord(records: SearchRecords, searchId: string): Promise<SearchProgress | null> {
  const plan = await records.readPlan(searchId);
  if (plan === null) return null;
  const state = ((await records.readState(searchId)) as SearchState | null) ?? newState(plan);
  const progress = progressOf(searchId, state, []);
  // None is under way: the last one that ended is shown.
  return { ...progress, step: Math.max(0, progress.step - 1) };
}
