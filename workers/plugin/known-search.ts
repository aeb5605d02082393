import type { Client } from '@temporalio/client';
import type { SearchRecords } from '../../storage/searches.js';
import { executionOf, runStartOf } from '../../client/executions.js';

/** The existing workflow of an id. */
export interface KnownSearch {
  /** Type of its workflow, which need not be a search. */
  workflow: string;
  running: boolean;
  /** What it was started with; undefined if it is not known any more. */
  input: unknown;
}

/** Asks the server, and for a search that it has forgotten, the store; null if neither knows the id. */
export async function findSearch(
  client: Client,
  searches: SearchRecords,
  searchId: string,
): Promise<KnownSearch | null> {
  const opening = await searches.readOpening(searchId);
  const execution = await executionOf(client, searchId);
  if (execution === null) return opening && { workflow: opening.workflow, running: false, input: opening.input };
  const { type: workflow, runId, status } = execution;
  // The store has the first search of this id; the server's has precedence, because a person may have started another.
  const started = await startOf(client, searchId, runId);
  const input = started ?? (opening?.workflow === workflow ? opening.input : undefined);
  return { workflow, running: status === 'RUNNING', input };
}

/** What a workflow was started with; undefined if it continues from a state, and the server does not have its start. */
async function startOf(client: Client, workflowId: string, runId: string): Promise<unknown> {
  const { argument, firstRunId = runId } = await runStartOf(client, workflowId, runId);
  if (!isContinued(argument)) return argument;
  if (firstRunId === runId) return undefined;
  const first = await runStartOf(client, workflowId, firstRunId).catch(() => null);
  return isContinued(first?.argument) ? undefined : first?.argument;
}

/**
 * The input of a later run of a long search, or of a search continued by a command: see `Continued` of
 * workflows/search.
 */
function isContinued(argument: unknown): boolean {
  return typeof argument === 'object' && argument !== null && 'continued' in argument;
}
