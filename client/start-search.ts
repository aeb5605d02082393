import type { Client } from '@temporalio/client';
import { randomInt } from 'node:crypto';
import { UserError } from '../contracts/errors.js';
import { jsonSchema } from '../contracts/json.js';
import { WORKFLOW_TASK_TIMEOUT } from '../contracts/search/limits.js';
import { SEARCH_QUEUE } from '../contracts/search/search-plan.js';
import { COMPARISON, STRATEGIES, type Strategy } from '../contracts/search/strategy.js';
import type { SearchInput } from '../contracts/search/search-input.js';
import type { SearchRecords } from '../storage/searches.js';
import { executionOf } from './executions.js';
import { commandText } from './text.js';

/** Characters of a new search's name: letters and digits that look different. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const SUFFIX_LENGTH = 6;

/** A name for a search of this file: `penguins-k3x9ma`. */
export function newSearchId(dataName: string): string {
  const stem = dataName
    .replace(/\.gz$/i, '')
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 60);
  const suffix = Array.from({ length: SUFFIX_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${stem || 'search'}-${suffix}`;
}

/**
 * Starts a search, or finds the running one with this id.
 *
 * @returns whether it ran already, and as what: another strategy may have been asked for then.
 * @throws UserError('InvalidInput') where a search of this id has ended, or was interrupted.
 */
export async function startSearch(
  client: Client,
  searches: SearchRecords,
  searchId: string,
  strategy: Strategy | 'all',
  input: SearchInput,
): Promise<{ attached: boolean; workflowType: string }> {
  const there = await executionOf(client, searchId);
  if (there?.status === 'RUNNING') return { attached: true, workflowType: there.type };
  if (there) throw endedError(searchId, there.status.toLowerCase());
  if (await searches.readOpening(searchId)) throw endedError(searchId, 'interrupted');
  const workflowType = strategy === 'all' ? COMPARISON : STRATEGIES[strategy];
  // Before it starts: a search that the server loses can be started again from this.
  await searches.writeOpening({
    searchId,
    workflow: workflowType,
    input: jsonSchema.parse(input),
    at: new Date().toISOString(),
  });
  const options = {
    workflowId: searchId,
    taskQueue: SEARCH_QUEUE,
    args: [input],
    workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
  } as const;
  await client.workflow.start(workflowType, { ...options, workflowIdConflictPolicy: 'USE_EXISTING' });
  return { attached: false, workflowType };
}

/** For an id whose search does not run any more. */
export function endedError(searchId: string, how: string): UserError {
  const goOn =
    how === 'completed'
      ? `${commandText('resume', searchId)} shows its result, ${commandText('extend', searchId, '--max-trials', '+100')} goes on with it`
      : `${commandText('resume', searchId)} goes on with it`;
  const what = how === 'interrupted' ? 'was interrupted' : `has ended (${how})`;
  return new UserError('InvalidInput', `--id: the search ${searchId} ${what}: ${goOn}; or choose another id`);
}
