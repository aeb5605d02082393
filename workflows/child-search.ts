import { executeChild, ParentClosePolicy, type ChildWorkflowOptions } from '@temporalio/workflow';
import { z } from 'zod';
import { WORKFLOW_TASK_TIMEOUT } from '../contracts/search/limits.js';
import { searchIdSchema } from '../contracts/search/search-id.js';
import { searchInputSchema, type SearchInput } from '../contracts/search/search-input.js';
import { SEARCH_QUEUE } from '../contracts/search/search-plan.js';
import type { SearchResult } from '../contracts/search/search.js';
import { DEFAULT_STRATEGY, STRATEGIES, strategySchema, type Strategy } from '../contracts/search/strategy.js';
import { parseArgument } from './search/failures.js';

/** As for any child workflow; `workflowId` is the search's id, by which `coaxial status` and `coaxial resume` know it. */
export interface ChildSearchOptions extends Omit<ChildWorkflowOptions, 'args'> {
  /** Queue of the search workers (`search.queue` of their temporal.yaml); `search` by default. */
  taskQueue?: string;
  /** `pseudo-joint` by default. */
  strategy?: Strategy;
}

const STRATEGY_HELP =
  `strategies are ${strategySchema.options.join(', ')}, and stand in the second argument of search(); ` +
  'a comparison of all is started from the command line (coaxial search FILE --strategy all)';

/** The arguments of `search`, with the names used in its failures. */
const argumentsSchema = z.object({
  input: searchInputSchema.extend({ strategy: z.undefined({ error: STRATEGY_HELP }).optional() }),
  options: z.looseObject({
    strategy: z.enum(strategySchema.options, { error: STRATEGY_HELP }).optional(),
    workflowId: searchIdSchema.optional(),
  }),
});

const EXAMPLE = 'search({ data: "data/churn.csv", target: "churned" }, { strategy: "joint" })';

/**
 * Runs a search as a child of the calling workflow, on the queue of the search workers. If the caller ends first, the
 * search is cancelled.
 *
 * @throws ApplicationFailure of type `InvalidInput`, which fails the caller at once, for invalid arguments
 * @throws ChildWorkflowFailure if it fails: the innermost cause says why, with a type of `UserErrorCode` for errors
 *   that the user can correct
 */
export async function search(input: SearchInput, options: ChildSearchOptions = {}): Promise<SearchResult> {
  // A TypeError would fail the caller's workflow task, which is retried for ever.
  parseArgument(argumentsSchema, { input, options }, EXAMPLE);
  const { strategy = DEFAULT_STRATEGY, taskQueue = SEARCH_QUEUE, ...ofChild } = options;
  return executeChild<(input: SearchInput) => Promise<SearchResult>>(STRATEGIES[strategy], {
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    staticSummary: `search for ${input.target}`,
    // After the loss of a worker, queries wait for the timeout of its workflow task.
    workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
    ...ofChild,
    taskQueue,
    args: [input],
  });
}
