import type { Client, WorkflowExecutionStatusName } from '@temporalio/client';
import { UserError } from '../contracts/errors.js';
import type { SearchResult } from '../contracts/search/search.js';
import { childIds, COMPARISON, STRATEGIES } from '../contracts/search/strategy.js';
import { StepLost, type SearchRecords } from '../storage/searches.js';
import type { SearchState } from '../workflows/policy/state.js';
import { executionOf, runStartOf } from './executions.js';
import { commandText } from './text.js';

/** The status of a search, and what is needed to continue it. */
export interface Standing {
  searchId: string;
  /** Type of its workflow. */
  workflow: string;
  /** Null where the server does not know it. */
  execution: WorkflowExecutionStatusName | null;
  /** What its workflow was started with. */
  argument: unknown;
  /** The state from which it continues; null before its first step, and for a comparison. */
  state: SearchState | null;
  /** Its result in the store; null if the search has not ended, or continues again. */
  result: SearchResult | null;
}

/** Asks the server and the store; null if neither knows it. */
export async function standingOf(client: Client, searches: SearchRecords, searchId: string): Promise<Standing | null> {
  const execution = await executionOf(client, searchId);
  const record = await readSoundRecord(searches, searchId);
  const { state } = record;
  const beginning = (await beginningOf(searches, searchId)) ?? (execution && (await runStartOf(client, searchId)));
  const workflow = execution?.type ?? beginning?.workflow ?? (state && STRATEGIES[state.plan.strategy]);
  if (!workflow) return null;
  return { searchId, workflow, execution: execution?.status ?? null, argument: beginning?.argument, ...record };
}

/** The progress of a search, from its record in the store. */
export async function readRecord(
  searches: SearchRecords,
  searchId: string,
): Promise<Pick<Standing, 'state' | 'result'>> {
  const state = (await searches.readState(searchId)) as SearchState | null;
  return { state, result: await searches.readResult(searchId) };
}

/** The state to continue from; null if one of its steps was lost. */
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

/** Whether all steps of a state are there: if one was lost, the search is run again from the start. */
async function hasSteps(searches: SearchRecords, searchId: string, { steps }: SearchState): Promise<boolean> {
  try {
    return (await searches.readSteps(searchId, 0, steps)).length === steps;
  } catch (error) {
    if (error instanceof StepLost) return false;
    throw error;
  }
}

/** How it was started; for a comparison also from its searches, which have the same input. */
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
