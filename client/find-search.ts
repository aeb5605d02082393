import type { Client, WorkflowExecutionStatusName } from '@temporalio/client';
import { childIds, COMPARISON, STRATEGIES } from '../contracts/search/strategy.js';
import type { SearchRecords } from '../storage/searches.js';
import { executionOf, runStartOf } from './executions.js';
import { readSoundRecord, type RecordedSearch } from './records.js';

/** The status of a search, and what is needed to continue it. */
export interface FoundSearch extends RecordedSearch {
  searchId: string;
  /** Type of its workflow. */
  workflow: string;
  /** Null if the server does not know it. */
  execution: WorkflowExecutionStatusName | null;
  /** What its workflow was started with. */
  argument: unknown;
}

/** Asks the server and the store; null if neither knows it. */
export async function findSearch(
  client: Client,
  searches: SearchRecords,
  searchId: string,
): Promise<FoundSearch | null> {
  const execution = await executionOf(client, searchId);
  const record = await readSoundRecord(searches, searchId);
  const { state } = record;
  const beginning = (await beginningOf(searches, searchId)) ?? (execution && (await runStartOf(client, searchId)));
  const workflow = execution?.type ?? beginning?.workflow ?? (state && STRATEGIES[state.plan.strategy]);
  if (!workflow) return null;
  return { searchId, workflow, execution: execution?.status ?? null, argument: beginning?.argument, ...record };
}

/** How it was started; for a comparison also from its searches, which have the same input. */
async function beginningOf(
  searches: SearchRecords,
  searchId: string,
): Promise<{ workflow: string; argument: unknown } | null> {
  const own = await searches.readOpening(searchId);
  if (own) return { workflow: own.workflow, argument: own.input };
  for (const id of childIds(searchId)) {
    const child = await searches.readOpening(id);
    if (child) return { workflow: COMPARISON, argument: child.input };
  }
  return null;
}
