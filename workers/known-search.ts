import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import type { SearchRecords } from '../storage/searches.js';

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
  const { workflow, runId, running } = execution;
  // The store's is of the first search of this id: the server's own counts, for a person may have started another.
  const started = await startOf(client, searchId, runId);
  const input = started ?? (opening?.workflow === workflow ? opening.input : undefined);
  return { workflow, running, input };
}

async function executionOf(
  { workflow }: Client,
  searchId: string,
): Promise<{ workflow: string; runId: string; running: boolean } | null> {
  try {
    const { type, runId, status } = await workflow.getHandle(searchId).describe();
    return { workflow: type, runId, running: status.name === 'RUNNING' };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** What a workflow was started with; undefined where it goes on from a state, and the server has not its beginning. */
async function startOf(client: Client, workflowId: string, runId: string): Promise<unknown> {
  const { argument, firstRunId } = await runStartOf(client, workflowId, runId);
  if (!isContinued(argument)) return argument;
  if (firstRunId === runId) return undefined;
  const first = await runStartOf(client, workflowId, firstRunId).catch(() => null);
  return isContinued(first?.argument) ? undefined : first?.argument;
}

/** Of a long search's later run, or one that a command had go on: see `Continued` of workflows/search. */
function isContinued(argument: unknown): boolean {
  return typeof argument === 'object' && argument !== null && 'continued' in argument;
}

/** By the first event of a run. */
async function runStartOf(
  client: Client,
  workflowId: string,
  runId: string,
): Promise<{ argument: unknown; firstRunId: string }> {
  const { history } = await client.workflowService.getWorkflowExecutionHistory({
    namespace: client.options.namespace,
    execution: { workflowId, runId },
    maximumPageSize: 1,
  });
  const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  const payload = started?.input?.payloads?.[0];
  return { argument: payload && (await decoded(client, payload)), firstRunId: started?.firstExecutionRunId ?? runId };
}

async function decoded({ options }: Client, payload: Payload): Promise<unknown> {
  const { payloadCodecs, payloadConverter } = options.loadedDataConverter;
  let payloads = [payload];
  for (const codec of [...payloadCodecs].reverse()) payloads = await codec.decode(payloads);
  return payloadConverter.fromPayload(payloads[0]);
}
