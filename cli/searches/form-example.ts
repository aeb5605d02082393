import type { Client } from '@temporalio/client';
import type { SearchInput } from '../../contracts/search/search-input.js';
import { SEARCH_QUEUE } from '../../contracts/search/search-plan.js';
import { COMPARISON, STRATEGIES } from '../../contracts/search/strategy.js';
import { executionOf } from '../../client/executions.js';

/** Types of the workflows that people start. */
export const WORKFLOW_TYPES: readonly string[] = [...Object.values(STRATEGIES), COMPARISON];

const TEMPLATE = 'example-';

/** Whether this is the id of what `keepTemplate` starts, which is not a search. */
export function isTemplate(workflowId: string): boolean {
  return WORKFLOW_TYPES.some((type) => workflowId === `${TEMPLATE}${type}`);
}

/**
 * The Web UI's form takes an input only from an earlier run of the same id and type: this one is there for that, and
 * is ended before it does anything.
 */
export async function keepTemplate(client: Client, workflowType: string, input: SearchInput): Promise<string> {
  const workflowId = `${TEMPLATE}${workflowType}`;
  if ((await executionOf(client, workflowId)) !== null) return workflowId;
  const handle = await client.workflow.start(workflowType, {
    workflowId,
    taskQueue: SEARCH_QUEUE,
    args: [input],
    startDelay: '1 day',
    staticSummary: 'Fills in the form that starts a search',
  });
  await handle.terminate('it only fills in the form that starts a search');
  return workflowId;
}
