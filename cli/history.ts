import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';

/** What the last run of a workflow was started with, from the first event of its history. */
export async function firstArgument(
  { connection, options }: Client,
  workflowId: string,
): Promise<{ workflow: string; argument: unknown } | null> {
  const { history } = await connection.workflowService.getWorkflowExecutionHistory({
    namespace: options.namespace,
    execution: { workflowId },
    maximumPageSize: 1,
  });
  const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  const payload = started?.input?.payloads?.[0];
  if (!payload || !started.workflowType?.name) return null;
  return { workflow: started.workflowType.name, argument: defaultPayloadConverter.fromPayload(payload) };
}
