import { WorkflowNotFoundError, type Client, type WorkflowExecutionStatusName } from '@temporalio/client';
import type { Payload } from '@temporalio/common';

/** What a server knows of a workflow, by its last run. */
export interface Execution {
  type: string;
  status: WorkflowExecutionStatusName;
  runId: string;
}

/** Null if the server does not know it. */
export async function executionOf({ workflow }: Client, workflowId: string): Promise<Execution | null> {
  try {
    const { type, status, runId } = await workflow.getHandle(workflowId).describe();
    return { type, status: status.name, runId };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** How a run started; undefined if the server does not say. */
export interface RunStart {
  workflow: string | undefined;
  argument: unknown;
  firstRunId: string | undefined;
}

/** From the first event of a run's history; of the last run if none is given. */
export async function runStartOf(client: Client, workflowId: string, runId?: string): Promise<RunStart> {
  const { history } = await client.workflowService.getWorkflowExecutionHistory({
    namespace: client.options.namespace,
    execution: { workflowId, runId },
    maximumPageSize: 1,
  });
  const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  const payload = started?.input?.payloads?.[0];
  return {
    workflow: started?.workflowType?.name ?? undefined,
    argument: payload && (await decoded(client, payload)),
    firstRunId: started?.firstExecutionRunId ?? undefined,
  };
}

async function decoded({ options }: Client, payload: Payload): Promise<unknown> {
  const { payloadCodecs, payloadConverter } = options.loadedDataConverter;
  let payloads = [payload];
  for (const codec of [...payloadCodecs].reverse()) payloads = await codec.decode(payloads);
  return payloadConverter.fromPayload(payloads[0]);
}
