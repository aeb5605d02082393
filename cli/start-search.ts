import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { randomInt } from 'node:crypto';
import { UserError } from '../contracts/errors.js';
import { SEARCH_QUEUE } from '../contracts/search-plan.js';
import { COMPARISON, STRATEGIES, type Strategy } from '../contracts/strategy.js';
import type { SearchInput } from '../contracts/search-input.js';

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
 * @returns whether it ran already, and as what: another strategy may have been asked for then.
 * @throws UserError('InvalidInput') where a search of this id has ended.
 */
export async function startSearch(
  client: Client,
  searchId: string,
  strategy: Strategy | 'all',
  input: SearchInput,
): Promise<{ attached: boolean; workflowType: string }> {
  const { workflow } = client;
  const workflowType = strategy === 'all' ? COMPARISON : STRATEGIES[strategy];
  try {
    await workflow.start(workflowType, {
      workflowId: searchId,
      taskQueue: SEARCH_QUEUE,
      args: [input],
      workflowIdConflictPolicy: 'FAIL',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    });
    return { attached: false, workflowType };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  const { status, type } = await workflow.getHandle(searchId).describe();
  if (status.name !== 'RUNNING') throw endedError(searchId, status.name.toLowerCase());
  return { attached: true, workflowType: type };
}

/** For an id whose search has ended. */
export function endedError(searchId: string, how: string): UserError {
  return new UserError(
    'InvalidInput',
    `--id: the search ${searchId} has ended (${how}): see it with "coaxial status ${searchId}", or choose another id`,
  );
}
