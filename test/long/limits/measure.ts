import type { Client } from '@temporalio/client';
import type { History } from '@temporalio/common/lib/proto-utils.js';

type HistoryEvent = NonNullable<History['events']>[number];

/** What one run of a workflow left on the server. */
export interface RunSize {
  events: number;
  bytes: number;
  /** Each payload with the event that it stands in, in bytes. */
  payloads: { event: string; bytes: number }[];
}

/** Every run of a workflow's chain of runs, from the first to the last, as the server measures them. */
export async function measureRuns(client: Client, workflowId: string, firstRunId: string): Promise<RunSize[]> {
  const runs: RunSize[] = [];
  let runId: string | null | undefined = firstRunId;
  while (runId) {
    const handle = client.workflow.getHandle(workflowId, runId);
    const { historyLength, historySize } = await handle.describe();
    const events = await fetchEvents(client, workflowId, runId);
    runs.push({
      events: historyLength,
      bytes: historySize ?? NaN,
      payloads: events.flatMap((event) => {
        const [name, attributes] = Object.entries<unknown>({ ...event }).find(([key]) =>
          key.endsWith('EventAttributes'),
        )!;
        return [...sizesIn(attributes), ...sizesIn(event.userMetadata)].map((bytes) => ({ event: name, bytes }));
      }),
    });
    runId = events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
  return runs;
}

/** In small pages: one of the usual size may be larger than a client takes. */
async function fetchEvents(client: Client, workflowId: string, runId: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextPageToken: Uint8Array | null | undefined;
  do {
    const page = await client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId, runId },
      maximumPageSize: 50,
      nextPageToken,
    });
    events.push(...(page.history?.events ?? []));
    ({ nextPageToken } = page);
  } while (nextPageToken?.length);
  return events;
}

/** Sizes of the payloads anywhere in a message. */
function sizesIn(value: unknown): number[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  const { data, metadata } = value as { data?: unknown; metadata?: unknown };
  if (metadata && data instanceof Uint8Array) return [data.length];
  return Object.values(value).flatMap(sizesIn);
}
