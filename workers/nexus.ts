import { startWorkflow, WorkflowRunOperationHandler } from '@temporalio/nexus';
import { HandlerError, serviceHandler, type ServiceHandler } from 'nexus-rpc';
import { issuesText } from '../contracts/issues.js';
import { WORKFLOW_TASK_TIMEOUT } from '../contracts/limits.js';
import { coaxialService, nexusSearchSchema, type NexusSearchInput } from '../contracts/nexus.js';
import type { SearchInput } from '../contracts/search-input.js';
import { SEARCH_QUEUE } from '../contracts/search-plan.js';
import type { SearchResult } from '../contracts/search.js';
import { STRATEGIES, type Strategy } from '../contracts/strategy.js';

const EXAMPLE = '{"data": "examples/data/penguins.csv", "target": "species"}';

/** The service `coaxial`, for `nexusServices` of a worker in the namespace of the search workers. */
export const nexusService: ServiceHandler<(typeof coaxialService)['operations']> = serviceHandler(coaxialService, {
  search: new WorkflowRunOperationHandler<NexusSearchInput, SearchResult>(async (context, given) => {
    const { strategy, searchId, input } = parse(given);
    return startWorkflow<(input: SearchInput) => Promise<SearchResult>>(context, STRATEGIES[strategy], {
      // The same for each attempt at one call.
      workflowId: searchId ?? `nexus-${context.requestId}`,
      workflowIdConflictPolicy: 'USE_EXISTING',
      taskQueue: SEARCH_QUEUE,
      args: [input],
      workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
      staticSummary: `search for ${input.target}, by Nexus`,
    });
  }),
});

interface Asked {
  strategy: Strategy;
  searchId: string | undefined;
  input: SearchInput;
}

/** @throws HandlerError('BAD_REQUEST'), for any other error is retried until the call's time is over, and its message lost */
function parse(given: NexusSearchInput): Asked {
  const parsed = nexusSearchSchema.safeParse(given);
  if (!parsed.success) {
    const message = `Invalid input: ${issuesText(parsed.error)}. An input looks like ${EXAMPLE}`;
    throw new HandlerError('BAD_REQUEST', message);
  }
  // The workflow parses what was given, for an input that is parsed may read otherwise.
  const { strategy: _strategy, searchId: _searchId, ...input } = given;
  return { strategy: parsed.data.strategy, searchId: parsed.data.searchId, input };
}
