import type { Client } from '@temporalio/client';
import type { SearchRecords } from '../../storage/searches.js';
import { executionOf, runStartOf } from '../../client/executions.js';

/** What an id stands for already. */
export interface KnownSearch {
  /** Type of its workflow, which need not be a search. */
  workflow: string;
  running: boolean;
  /** What it was started with; undefined where nobody knows any more. */
  input: unknown;
}

/** Asks the server, and of a search that it has forgotten, the store; null where neither knows the id. */
export async function findSearch(
  client: Client,
  searches: SearchRecords,
  searchId: string,
): Promise<KnownSearch | null> {
  const opening = await searches.readOpening(searchId);
  const execution = await executionOf(client, searchId);
  if (execution === null) return opening && { workflow: opening.workflow, running: false, input: opening.input };
  const { type: workflow, runId, status } = execution;
  // The store's is of the first search of this id: the server's own counts, for a person may have started another.
  const started = await startOf(client, searchId, runId);
  const input = started ?? (opening?.workflow === workflow ? opening.input : undefined);
  return { workflow, running: status === 'RUNNING', input };
}

/** What a workflow was started with; undefined where it goes on from a state, and the server has not its beginning. */
async function startOf(client: Client, workflowId: string, runId: string): Promise<unknown> {
  const { argument, firstRunId = runId } = await runStartOf(client, workflowId, runId);
  if (!isContinued(argument)) return argument;
  if (firstRunId === runId) return undefined;
  const first = await runStartOf(client, workflowId, firstRunId).catch(() => null);
  return isContinued(first?.argument) ? undefined : first?.argument;
}

/** Of a long search's later run, or one that a command had go on: see `Continued` of workflows/search. */
function isContinued(argument: unknown): boolean {
  return typeof argument === 'object' && argument !== null && 'continued' in argument;
}
