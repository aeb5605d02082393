import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { randomInt } from 'node:crypto';
import { UserError } from '../contracts/errors.js';
import { SEARCH_QUEUE, STRATEGIES, type SearchInput, type Strategy } from '../contracts/search.js';

/** Of a new search's name: letters and digits that are not mistaken for one another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const SUFFIX_LENGTH = 6;

/** A name for a search of this file: `penguins-k3x9ma`. */
export function newSearchId(dataName: string): string {
  const stem = dataName
    .replace(/\.gz$/i, '')
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, 60);
  const suffix = Array.from({ length: SUFFIX_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${stem || 'search'}-${suffix}`;
}

/**
 * Starts a search, or finds the one of this id that runs.
 *
 * @returns whether it ran already.
 * @throws UserError('InvalidInput') where a search of this id has ended.
 */
export async function startSearch(
  client: Client,
  searchId: string,
  strategy: Strategy,
  input: SearchInput,
): Promise<{ attached: boolean }> {
  const { workflow } = client;
  try {
    await workflow.start(STRATEGIES[strategy], {
      workflowId: searchId,
      taskQueue: SEARCH_QUEUE,
      args: [input],
      workflowIdConflictPolicy: 'FAIL',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    });
    return { attached: false };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  const { status } = await workflow.getHandle(searchId).describe();
  if (status.name !== 'RUNNING') throw endedError(searchId, status.name.toLowerCase());
  return { attached: true };
}

/** For an id whose search has ended. */
export function endedError(searchId: string, how: string): UserError {
  return new UserError(
    'InvalidInput',
    `--id: the search ${searchId} has ended (${how}): see it with "coaxial status ${searchId}", or choose another id`,
  );
}
