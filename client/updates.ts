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

/** Where a search stands; null where no worker answers within so many milliseconds. */
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
 * Changes a search that runs. Asked of one whose workers answer: an update that nobody takes would be taken by the next
 * worker, when nobody expects it any more.
 *
 * @returns what happens now, as a sentence.
 * @throws UserError where the search refuses, has ended, or says nothing.
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

/** Lets a search go on that was paused, once a worker answers. @returns what it said; null where it was not paused */
export async function unpause(client: Client, searchId: string): Promise<string | null> {
  const progress = await askProgress(client, searchId, UPDATE_PATIENCE_MS);
  return progress?.paused ? sendUpdate(client, searchId, 'resume') : null;
}
