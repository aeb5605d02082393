import { Client } from '@temporalio/client';
import { connect, type Endpoint } from '../../server/endpoint.js';

/** A connected client; `close` ends its connection. */
export interface ClientUse {
  client: Client;
  close: () => Promise<void>;
}

/** @throws Error where the server does not answer. */
export async function connectClient(endpoint: Endpoint): Promise<ClientUse> {
  // The SDK's own retries would go on behind the back of a connection that is closed, and end the process.
  const connection = await connect(endpoint, { interceptors: [] });
  return { client: new Client({ connection, namespace: endpoint.namespace }), close: () => connection.close() };
}

/** Address of a search in the Web UI; null where no Web UI is known. */
export function searchUrl({ webUi, namespace }: Endpoint, searchId: string): string | null {
  return webUi && `${webUi}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(searchId)}`;
}

/** Address of the Web UI's form that starts a workflow, with what it can be given filled in. */
export function startFormUrl(
  { webUi, namespace }: Endpoint,
  fields: { taskQueue: string; workflowType: string; workflowId?: string },
): string | null {
  const query = new URLSearchParams(fields).toString();
  return webUi && `${webUi}/namespaces/${encodeURIComponent(namespace)}/workflows/start-workflow?${query}`;
}
