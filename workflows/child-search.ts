import { executeChild, ParentClosePolicy, type ChildWorkflowOptions } from '@temporalio/workflow';
import { WORKFLOW_TASK_TIMEOUT } from '../contracts/limits.js';
import type { SearchInput } from '../contracts/search-input.js';
import { SEARCH_QUEUE } from '../contracts/search-plan.js';
import type { SearchResult } from '../contracts/search.js';
import { DEFAULT_STRATEGY, STRATEGIES, type Strategy } from '../contracts/strategy.js';

/** As for any child workflow; `workflowId` is the search's id, by which `coaxial status` and `coaxial resume` know it. */
export interface ChildSearchOptions extends Omit<ChildWorkflowOptions, 'args' | 'taskQueue'> {
  /** `pseudo-joint` by default. */
  strategy?: Strategy;
}

/**
 * Runs a search as a child of the calling workflow, on the queue of the search workers. Where the caller ends first, the
 * search is cancelled.
 *
 * @throws ChildWorkflowFailure where it fails: the innermost of its causes says why, with a type of `UserErrorCode` for
 *   what a person can mend
 */
export function search(
  input: SearchInput,
  { strategy = DEFAULT_STRATEGY, ...options }: ChildSearchOptions = {},
): Promise<SearchResult> {
  return executeChild<(input: SearchInput) => Promise<SearchResult>>(STRATEGIES[strategy], {
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    staticSummary: `search for ${input.target}`,
    // After the loss of a worker, people's queries wait for the end of the task that it had.
    workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
    ...options,
    taskQueue: SEARCH_QUEUE,
    args: [input],
  });
}
