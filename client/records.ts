import { UserError } from '../contracts/errors.js';
import type { SearchResult } from '../contracts/search/search.js';
import { childIds } from '../contracts/search/strategy.js';
import { StepLost, type SearchRecords } from '../storage/searches.js';
import type { SearchState } from '../workflows/policy/state.js';
import { commandText } from './text.js';

/** The progress of a search, from its record in the store. */
export interface RecordedSearch {
  /** The state from which it continues; null before its first step, and for a comparison. */
  state: SearchState | null;
  /** Null if the search has not ended, or continues again. */
  result: SearchResult | null;
}

export async function readRecord(searches: SearchRecords, searchId: string): Promise<RecordedSearch> {
  const state = (await searches.readState(searchId)) as SearchState | null;
  return { state, result: await searches.readResult(searchId) };
}

/** The state to continue from; null if one of its steps was lost. */
export async function readSoundRecord(searches: SearchRecords, searchId: string): Promise<RecordedSearch> {
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

/** For a search that is to be changed, and has ended. */
export function notRunning(searchId: string, status: string): UserError {
  return new UserError(
    'InvalidInput',
    `${searchId} does not run: it has ended (${status.toLowerCase().replace('_', ' ')})`,
  );
}

/** For an id that neither the server nor the store knows. */
export function unknownError(searchId: string): UserError {
  return new UserError(
    'InvalidInput',
    `there is no search ${searchId}: neither a server nor the store knows it (${commandText('list')} names those there are)`,
  );
}
