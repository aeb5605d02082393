import type { Client } from '@temporalio/client';
import { executionOf } from '../../../client/executions.js';
import type { SearchInput } from '../../../contracts/search/search-input.js';
import { formExampleId } from '../../searches/form-example.js';

/**
 * The Web UI's form takes an example input only from an earlier run of the same id and type. This run is made for that,
 * and is ended before it does anything.
 */
export async function ensureFormExample(
  client: Client,
  taskQueue: string,
  workflowType: string,
  input: SearchInput,
): Promise<string> {
  const workflowId = formExampleId(workflowType);
  if ((await executionOf(client, workflowId)) !== null) return workflowId;
  const handle = await client.workflow.start(workflowType, {
    workflowId,
    taskQueue,
    args: [input],
    startDelay: '1 day',
    staticSummary: 'Fills in the form that starts a search',
  });
  await handle.terminate('it only fills in the form that starts a search');
  return workflowId;
}
