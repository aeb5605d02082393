import { TemporalOperationHandler, TemporalOperationResult } from '@temporalio/nexus';
import { HandlerError, serviceHandler, type ServiceHandler } from 'nexus-rpc';
import { issuesText } from '../../contracts/issues.js';
import { WORKFLOW_TASK_TIMEOUT } from '../../contracts/search/limits.js';
import { coaxialService, nexusSearchSchema, type NexusSearchInput } from '../../contracts/search/nexus.js';
import type { SearchInput } from '../../contracts/search/search-input.js';
import type { SearchResult } from '../../contracts/search/search.js';
import { STRATEGIES } from '../../contracts/search/strategy.js';
import type { SearchRecords } from '../../storage/searches.js';
import { knownSearch, whyOther, type Asked, type KnownSearch } from '../../client/known-search.js';

const EXAMPLE = '{"data": "examples/data/penguins.csv", "target": "species"}';

/**
 * The service `coaxial`, for `nexusServices` of a worker in the namespace of the search workers. An id belongs to one
 * strategy and input: a call with the same ones gets the running search, or the result of the ended one; any other call
 * is refused, because it would get the model of another search, or overwrite it.
 *
 * @param taskQueue of the search workers
 */
export function createNexusService(
  searches: SearchRecords,
  taskQueue: string,
): ServiceHandler<(typeof coaxialService)['operations']> {
  return serviceHandler(coaxialService, {
    search: new TemporalOperationHandler<NexusSearchInput, SearchResult>({
      async start(context, nexus, given) {
        const asked = parse(given);
        // Without the caller's own id: the same for each attempt at a call.
        const searchId = asked.searchId ?? `nexus-${context.requestId}`;
        const known = await knownSearch(nexus.client, searches, searchId);
        if (known) refuseOther(searchId, known, asked);
        const result = known && !known.running ? await searches.readResult(searchId) : null;
        if (result) return TemporalOperationResult.sync(result);
        const started = await nexus.startWorkflow<(input: SearchInput) => Promise<SearchResult>>(
          STRATEGIES[asked.strategy],
          {
            workflowId: searchId,
            workflowIdConflictPolicy: 'USE_EXISTING',
            taskQueue,
            args: [asked.given],
            workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
            staticSummary: `search for ${asked.given.target}, by Nexus`,
          },
        );
        // Another caller may have been faster with the same id: the existing search that is used is then theirs.
        const now = await knownSearch(nexus.client, searches, searchId);
        if (now) refuseOther(searchId, now, asked);
        return started;
      },
    }),
  });
}

interface AskedByCall extends Asked {
  searchId: string | undefined;
  /** As the workflow will parse it, because a parsed input can look different. */
  given: SearchInput;
}

/**
 * @throws HandlerError('BAD_REQUEST'), because other errors are retried until the call times out, and their message is
 * lost
 */
function parse(asked: NexusSearchInput): AskedByCall {
  const parsed = nexusSearchSchema.safeParse(asked);
  if (!parsed.success) {
    const message = `Invalid input: ${issuesText(parsed.error)}. An input looks like ${EXAMPLE}`;
    throw new HandlerError('BAD_REQUEST', message);
  }
  const { strategy: _strategy, searchId: _searchId, ...given } = asked;
  const { strategy, searchId, ...input } = parsed.data;
  return { strategy, searchId, given, input };
}

/** @throws HandlerError('BAD_REQUEST') if an id belongs to anything other than the requested search */
function refuseOther(searchId: string, known: KnownSearch, asked: Asked): void {
  const why = whyOther(searchId, known, asked);
  if (why !== null) throw conflict(why);
}

/** Not of type CONFLICT, which some servers do not know: they treat it as INTERNAL and retry. */
function conflict(message: string): HandlerError {
  return new HandlerError('BAD_REQUEST', `searchId: ${message}`);
}
