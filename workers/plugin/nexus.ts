import { TemporalOperationHandler, TemporalOperationResult } from '@temporalio/nexus';
import { HandlerError, serviceHandler, type ServiceHandler } from 'nexus-rpc';
import { issuesText } from '../../contracts/issues.js';
import { canonicalJson } from '../../contracts/json.js';
import { WORKFLOW_TASK_TIMEOUT } from '../../contracts/search/limits.js';
import { coaxialService, nexusSearchSchema, type NexusSearchInput } from '../../contracts/search/nexus.js';
import { searchInputSchema, type ParsedSearchInput, type SearchInput } from '../../contracts/search/search-input.js';
import { SEARCH_QUEUE } from '../../contracts/search/search-plan.js';
import type { SearchResult } from '../../contracts/search/search.js';
import { STRATEGIES, type Strategy } from '../../contracts/search/strategy.js';
import type { SearchRecords } from '../../storage/searches.js';
import { findSearch, type KnownSearch } from './known-search.js';

const EXAMPLE = '{"data": "examples/data/penguins.csv", "target": "species"}';

/**
 * The service `coaxial`, for `nexusServices` of a worker in the namespace of the search workers. An id belongs to one
 * strategy and input: a call with the same ones gets the running search, or the result of the ended one; any other call
 * is refused, because it would get the model of another search, or overwrite it.
 */
export function createNexusService(searches: SearchRecords): ServiceHandler<(typeof coaxialService)['operations']> {
  return serviceHandler(coaxialService, {
    search: new TemporalOperationHandler<NexusSearchInput, SearchResult>({
      async start(context, nexus, given) {
        const asked = parse(given);
        // Without the caller's own id: the same for each attempt at a call.
        const searchId = asked.searchId ?? `nexus-${context.requestId}`;
        const known = await findSearch(nexus.client, searches, searchId);
        if (known) refuseOther(searchId, known, asked);
        const result = known && !known.running ? await searches.readResult(searchId) : null;
        if (result) return TemporalOperationResult.sync(result);
        const started = await nexus.startWorkflow<(input: SearchInput) => Promise<SearchResult>>(
          STRATEGIES[asked.strategy],
          {
            workflowId: searchId,
            workflowIdConflictPolicy: 'USE_EXISTING',
            taskQueue: SEARCH_QUEUE,
            args: [asked.given],
            workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
            staticSummary: `search for ${asked.given.target}, by Nexus`,
          },
        );
        // Another caller may have been faster with the same id: the existing search that is used is then theirs.
        const now = await findSearch(nexus.client, searches, searchId);
        if (now) refuseOther(searchId, now, asked);
        return started;
      },
    }),
  });
}

interface Asked {
  strategy: Strategy;
  searchId: string | undefined;
  /** As the workflow will parse it, because a parsed input can look different. */
  given: SearchInput;
  input: ParsedSearchInput;
}

/**
 * @throws HandlerError('BAD_REQUEST'), because other errors are retried until the call times out, and their message is
 * lost
 */
function parse(asked: NexusSearchInput): Asked {
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
function refuseOther(searchId: string, { workflow, running, input: argument }: KnownSearch, asked: Asked): void {
  const strategy = strategyOf(workflow);
  if (strategy === undefined) {
    throw conflict(`${searchId} is the id of a workflow ${workflow}, which is not a search: give another searchId`);
  }
  const input = searchInputSchema.safeParse(argument).data;
  if (!input) {
    throw conflict(
      `${searchId} is the id of a ${strategy} search whose input nobody knows any more: give another searchId`,
    );
  }
  const others = [...(strategy === asked.strategy ? [] : ['strategy']), ...differing(input, asked.input)];
  if (others.length === 0) return;
  throw conflict(
    `${searchId} is the id of a ${strategy} search for ${input.target} in ${input.data}, which ` +
      `${running ? 'runs' : 'has ended'}, and this call has another ${others.join(', ')}: ` +
      'give another searchId, or the same input and strategy to get its result',
  );
}

/** Not of type CONFLICT, which some servers do not know: they treat it as INTERNAL and retry. */
function conflict(message: string): HandlerError {
  return new HandlerError('BAD_REQUEST', `searchId: ${message}`);
}

function strategyOf(workflow: string): Strategy | undefined {
  return (Object.keys(STRATEGIES) as Strategy[]).find((strategy) => STRATEGIES[strategy] === workflow);
}

/** Names of the fields that are not the same in both. */
function differing(one: ParsedSearchInput, other: ParsedSearchInput): string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])] as (keyof ParsedSearchInput)[];
  // A field that is left out has no JSON of its own.
  return names.filter((name) => canonicalJson({ of: one[name] }) !== canonicalJson({ of: other[name] }));
}
