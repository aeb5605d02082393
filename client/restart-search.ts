import type { Client } from '@temporalio/client';
import { UserError } from '../contracts/errors.js';
import { WORKFLOW_TASK_TIMEOUT } from '../contracts/search/limits.js';
import type { Budget } from '../contracts/search/search-plan.js';
import type { SearchInput } from '../contracts/search/search-input.js';
import type { SearchResult } from '../contracts/search/search.js';
import { childId, COMPARISON, STRATEGIES, type Strategy } from '../contracts/search/strategy.js';
import type { SearchRecords } from '../storage/searches.js';
import type { ComparedAgain } from '../workflows/compare-strategies.js';
import type { SearchState } from '../workflows/policy/state.js';
import { reachedTarget } from '../workflows/policy/trials.js';
import type { FoundSearch } from './find-search.js';
import { readSoundRecord } from './records.js';

export interface RestartOptions {
  /** Queue of the workers that run searches. */
  taskQueue: string;
  /** The budget of one that has ended and is to go on. */
  extension?: Budget;
}

/**
 * Restarts a search that does not run, with the same id: from its record or, if there is none yet, from its input. If
 * another command was faster, that one's run is used.
 *
 * @throws UserError('InvalidInput') if it is not known any more how it was started.
 */
export async function restartSearch(
  client: Client,
  searches: SearchRecords,
  found: FoundSearch,
  { taskQueue, extension }: RestartOptions,
): Promise<void> {
  const { searchId, workflow } = found;
  await client.workflow.start(workflow, {
    workflowId: searchId,
    taskQueue,
    args: [workflow === COMPARISON ? await comparedAgain(searches, found) : goingOn(found, extension)],
    workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
}

function goingOn(found: FoundSearch, extension: Budget | undefined): unknown {
  const { state } = found;
  if (state === null) return known(found);
  if (!extension) return { continued: { ...state, paused: false } };
  // With a target score that is already reached it would end at once.
  const plan = reachedTarget(state) ? { ...state.plan, targetScore: null } : state.plan;
  return { continued: { ...state, plan, paused: false }, extension };
}

/** Searches of a comparison that have ended are not repeated. */
async function comparedAgain(searches: SearchRecords, found: FoundSearch): Promise<ComparedAgain> {
  const results: SearchResult[] = [];
  const begun: Partial<Record<Strategy, SearchState>> = {};
  for (const strategy of Object.keys(STRATEGIES) as Strategy[]) {
    const { state, result } = await readSoundRecord(searches, childId(found.searchId, strategy));
    if (result) results.push(result);
    else if (state) begun[strategy] = { ...state, paused: false };
  }
  return { again: inputOf(known(found)), results, begun };
}

/** A search that was restarted before has its input inside. */
function inputOf(argument: unknown): SearchInput {
  return (argument as Partial<ComparedAgain>).again ?? (argument as SearchInput);
}

function known({ searchId, argument }: FoundSearch): unknown {
  if (argument !== undefined && argument !== null) return argument;
  throw new UserError(
    'InvalidInput',
    `nobody knows any more how ${searchId} was started: start a search with a new id`,
  );
}
