import type { Endpoint } from '../../server/endpoint.js';

/** Address of a search in the Web UI; null if no Web UI is known. */
export function searchUrl({ webUi, namespace }: Endpoint, searchId: string): string | null {
  return webUi && `${webUi}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(searchId)}`;
}

/** Address of the Web UI's form that starts a workflow, with prefilled fields. */
export function startFormUrl(
  { webUi, namespace }: Endpoint,
  fields: { taskQueue: string; workflowType: string; workflowId?: string },
): string | null {
  const query = new URLSearchParams(fields).toString();
  return webUi && `${webUi}/namespaces/${encodeURIComponent(namespace)}/workflows/start-workflow?${query}`;
}
