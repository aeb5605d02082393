import type { Client, WorkflowExecutionStatusName } from '@temporalio/client';
import { UserError } from '../contracts/errors.js';
import type { SearchResult } from '../contracts/search/search.js';
import { childIds, COMPARISON, STRATEGIES } from '../contracts/search/strategy.js';
import { StepLost, type SearchRecords } from '../storage/searches.js';
import type { SearchState } from '../workflows/policy/state.js';
import { executionOf, runStartOf } from './executions.js';
import { commandText } from './text.js';

/** Where a search stands, and what it takes to go on with it. */
export interface Standing {
  searchId: string;
  /** Type of its workflow. */
  workflow: string;
  /** Null where the server does not know it. */
  execution: WorkflowExecutionStatusName | null;
  /** What its workflow was started with. */
  argument: unknown;
  /** What it goes on from; null before its first step, and for a comparison. */
  state: SearchState | null;
  /** What the store has; null where the search has not ended, or goes on again. */
  result: SearchResult | null;
}

/** Asks the server and the store; null where neither knows it. */
export async function standingOf(client: Client, searches: SearchRecords, searchId: string): Promise<Standing | null> {
  const execution = await executionOf(client, searchId);
  const record = await readSoundRecord(searches, searchId);
  const { state } = record;
  const beginning = (await beginningOf(searches, searchId)) ?? (execution && (await runStartOf(client, searchId)));
  const workflow = execution?.type ?? beginning?.workflow ?? (state && STRATEGIES[state.plan.strategy]);
  if (!workflow) return null;
  return { searchId, workflow, execution: execution?.status ?? null, argument: beginning?.argument, ...record };
}

/** How far a search has come by its record in the store. */
export async function readRecord(
  searches: SearchRecords,
  searchId: string,
): Promise<Pick<Standing, 'state' | 'result'>> {
  const state = (await searches.readState(searchId)) as SearchState | null;
  return { state, result: await searches.readResult(searchId) };
}

/** The same, to go on from: a state of which a step was lost is none. */
export async function readSoundRecord(
  searches: SearchRecords,
  searchId: string,
): Promise<Pick<Standing, 'state' | 'result'>> {
  const { state, result } = await readRecord(searches, searchId);
  return { state: state && (await hasSteps(searches, searchId, state)) ? state : null, result };
}

/** Whether all searches of a comparison have come to a result, by their records. */
export async function haveAllEnded(searches: SearchRecords, comparison: string): Promise<boolean> {
  const results = await Promise.all(childIds(comparison).map((id) => searches.readResult(id)));
  return results.every((result) => result !== null);
}

/** Whether all that a state stands on is there: where a step was lost, the search is walked through again. */
async function hasSteps(searches: SearchRecords, searchId: string, { steps }: SearchState): Promise<boolean> {
  try {
    return (await searches.readSteps(searchId, 0, steps)).length === steps;
  } catch (error) {
    if (error instanceof StepLost) return false;
    throw error;
  }
}

/** How it was started; of a comparison its searches tell, too, for they have the same input. */
async function beginningOf(
  searches: SearchRecords,
  searchId: string,
): Promise<{ workflow: string; argument: unknown } | null> {
  const own = await searches.readOpening(searchId);
  if (own) return { workflow: own.workflow, argument: own.input };
  for (const id of childIds(searchId)) {
    const child = await searches.readOpening(id);
    if (child) return { workflow: COMPARISON, argument: child.input };
  }
  return null;
}

/** For an id that neither the server nor the store knows. */
export function unknownError(searchId: string): UserError {
  return new UserError(
    'InvalidInput',
    `there is no search ${searchId}: neither a server nor the store knows it (${commandText('list')} names those there are)`,
  );
}
