import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { QUERIES, UPDATES, type NewBudget } from '../contracts/search/control.js';
import { UserError } from '../contracts/errors.js';
import { searchProgressSchema, type SearchProgress } from '../contracts/search/search.js';
import { commandText } from './text.js';
import { isServerLost } from './watch-search.js';

/** An update waits for the data to be read, and for the search's record. */
const UPDATE_PATIENCE_MS = 60_000;

/** The progress of a search; null if no worker answers within this time, in ms. */
export async function askProgress(
  client: Client,
  searchId: string,
  patienceMs: number,
): Promise<SearchProgress | null> {
  const handle = client.workflow.getHandle(searchId);
  try {
    const answer = await client.withDeadline(Date.now() + patienceMs, () => handle.query<unknown>(QUERIES.progress));
    return searchProgressSchema.parse(answer);
  } catch (error) {
    if (isServerLost(error)) return null;
    throw error;
  }
}

/**
 * Changes a running search. First checks that its workers answer: otherwise the update would be executed later by the
 * next worker, when it is not expected any more.
 *
 * @returns what happens now, as a sentence.
 * @throws UserError if the search refuses, has ended, or does not answer.
 */
export async function sendUpdate(
  client: Client,
  searchId: string,
  update: keyof typeof UPDATES,
  budget?: NewBudget,
): Promise<string> {
  const handle = client.workflow.getHandle(searchId);
  try {
    return await client.withDeadline(Date.now() + UPDATE_PATIENCE_MS, () =>
      budget
        ? handle.executeUpdate<string, [NewBudget]>(UPDATES[update], { args: [budget] })
        : handle.executeUpdate<string, []>(UPDATES[update]),
    );
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) {
      throw new UserError('InvalidInput', `${searchId}: ${error.cause?.message ?? error.message}`);
    }
    if (error instanceof WorkflowNotFoundError) throw new UserError('InvalidInput', `${searchId} has just ended`);
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isServerLost(error)) throw noAnswer(searchId);
    throw error;
  }
}

/** For a search whose workers do not answer. */
export function noAnswer(searchId: string): UserError {
  return new UserError('ServerUnavailable', `no worker answers; ${commandText('resume', searchId)} starts them`);
}

/** Resumes a paused search, once a worker answers. @returns its answer; null if it was not paused */
export async function unpause(client: Client, searchId: string): Promise<string | null> {
  const progress = await askProgress(client, searchId, UPDATE_PATIENCE_MS);
  return progress?.paused ? sendUpdate(client, searchId, 'resume') : null;
}
