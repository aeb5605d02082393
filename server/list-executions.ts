import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { isAlive } from '../storage/files/is-alive.js';
import { LOCAL_HOST } from './ports.js';
import { readState } from './state.js';

/** How long the Web UI may take to answer a request, in ms. */
const PATIENCE_MS = 3_000;

const namespaceSchema = z.object({ namespaceInfo: z.object({ id: z.string() }) });
const executionSchema = z.object({
  execution: z.object({ workflowId: z.string() }),
  type: z.object({ name: z.string() }),
  status: z.string(),
  startTime: z.string(),
});
const pageSchema = z.object({
  executions: z.array(executionSchema).default([]),
  nextPageToken: z.string().default(''),
});

/** A run of a workflow. */
export interface ExecutionInfo {
  workflowId: string;
  type: string;
  /** As `WorkflowExecutionStatusName` of the SDK. */
  status: string;
  startTime: Date;
}

/**
 * The runs of workflows that a home's server finds for a list query, by the HTTP API behind its Web UI: loading Temporal's
 * client takes several times as long as all of this.
 *
 * @returns null if the server does not run, or its Web UI does not answer
 */
export async function listExecutions(home: string, query: string, pageSize = 1_000): Promise<ExecutionInfo[] | null> {
  const state = await readState(home);
  if (!state?.pid || !isAlive(state.pid)) return null;
  const namespace = `http://${LOCAL_HOST}:${state.uiPort}/api/v1/namespaces/default`;
  const ask = (path: string): Promise<unknown> => getJson(namespace + path).catch(() => null);
  const { namespaceInfo } = namespaceSchema.safeParse(await ask('')).data ?? {};
  // Another program may have taken the port.
  if (namespaceInfo === undefined || namespaceInfo.id !== state.namespaceId) return null;
  const runs: ExecutionInfo[] = [];
  for (let nextPageToken: string | undefined = ''; nextPageToken !== undefined;) {
    const search = new URLSearchParams({ query, pageSize: String(pageSize), nextPageToken });
    const page = pageSchema.safeParse(await ask(`/workflows?${search.toString()}`)).data;
    if (page === undefined) return null;
    runs.push(...page.executions.map(executionInfo));
    nextPageToken = page.nextPageToken || undefined;
  }
  return runs;
}

function executionInfo({ execution, type, status, startTime }: z.infer<typeof executionSchema>): ExecutionInfo {
  return {
    workflowId: execution.workflowId,
    type: type.name,
    status: status.replace('WORKFLOW_EXECUTION_STATUS_', ''),
    startTime: new Date(startTime),
  };
}

/** By node:http, which loads faster than fetch and uses no proxy. @throws Error if no JSON comes in time */
async function getJson(url: string): Promise<unknown> {
  const request = get(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return json(response);
}
