import type { Client } from '@temporalio/client';
import { randomInt } from 'node:crypto';
import { basename } from 'node:path';
import { UserError } from '../contracts/errors.js';
import { issuesText } from '../contracts/issues.js';
import { jsonSchema } from '../contracts/json.js';
import { WORKFLOW_TASK_TIMEOUT } from '../contracts/search/limits.js';
import { searchIdSchema } from '../contracts/search/search-id.js';
import { searchInputSchema, type SearchInput } from '../contracts/search/search-input.js';
import { SEARCH_QUEUE } from '../contracts/search/search-plan.js';
import { DEFAULT_STRATEGY, STRATEGIES, strategySchema, type Strategy } from '../contracts/search/strategy.js';
import type { SearchRecords } from '../storage/searches.js';
import { executionOf } from './executions.js';
import { knownSearch, whyOther, type Asked } from './known-search.js';
import { SearchHandle, storeOf, type HandleOptions } from './search-handle.js';
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

/** Options of starting a search. */
export interface StartSearchOptions extends HandleOptions {
  /** Which axis steps next; `pseudo-joint` by default. */
  strategy?: Strategy;
  /**
   * The search's id, which is its workflow's; by default the name of the data and six letters. An id belongs to one
   * strategy and input: starting again with the same ones gives the running or ended search.
   */
  searchId?: string;
}

/**
 * Starts a search on the workers that poll its task queue, and returns at once. If a search with this id, strategy and
 * input runs or has a result, returns that one; a failed one is started again.
 *
 * ```ts
 * const search = await startSearch(client, { data: 'data/penguins.csv', target: 'species', maxTime: '1m' });
 * const { model, holdoutScore } = await search.result();
 * ```
 *
 * @param client of the server and the namespace that the workers poll
 * @param input `data` is a path as the search's workers see it, in a data root of their temporal.yaml, or a reference
 *   of their store; everything except `data` and `target` has a default
 * @throws UserError('InvalidInput') for an invalid input or id, or the id of another search
 * @throws ServiceError if the server does not answer
 */
export async function startSearch(
  client: Client,
  input: SearchInput,
  options: StartSearchOptions = {},
): Promise<SearchHandle> {
  const asked = askedFor(input, options);
  const { searchId = newSearchId(basename(input.dataName ?? input.data)), taskQueue = SEARCH_QUEUE } = options;
  const searches = storeOf(options.store)?.searches ?? null;
  const handle = new SearchHandle(client, searchId, options);
  const known = await knownSearch(client, searches, searchId);
  refuseOther(searchId, known, asked);
  const isThere = known?.running || known?.completed || (known && (await searches?.readResult(searchId)));
  if (isThere) return handle;
  await startWorkflow(client, searches, { searchId, workflow: STRATEGIES[asked.strategy], taskQueue, input });
  // Another program may have been faster with the same id.
  refuseOther(searchId, await knownSearch(client, searches, searchId), asked);
  return handle;
}

/** @throws UserError('InvalidInput') */
function askedFor(input: SearchInput, { strategy = DEFAULT_STRATEGY, searchId }: StartSearchOptions): Asked {
  const parsed = searchInputSchema.safeParse(input);
  if (!parsed.success) throw new UserError('InvalidInput', issuesText(parsed.error));
  if (!strategySchema.options.includes(strategy)) {
    const there = strategySchema.options.join(', ');
    throw new UserError('InvalidInput', `strategy: there is no ${String(strategy)}; there are ${there}`);
  }
  const id = searchIdSchema.optional().safeParse(searchId);
  if (!id.success) throw new UserError('InvalidInput', `searchId: ${issuesText(id.error)}`);
  return { strategy, input: parsed.data };
}

function refuseOther(searchId: string, known: Parameters<typeof whyOther>[1] | null, asked: Asked): void {
  const why = known && whyOther(searchId, known, asked);
  if (why !== null) throw new UserError('InvalidInput', `searchId: ${why}`);
}

/** A workflow that is to run a search, or all strategies in turn. */
interface NewSearch {
  searchId: string;
  /** Type of the workflow. */
  workflow: string;
  taskQueue: string;
  input: SearchInput;
}

/** Starts the workflow, or uses the running one with this id. */
async function startWorkflow(client: Client, searches: SearchRecords | null, search: NewSearch): Promise<void> {
  const { searchId, workflow, taskQueue, input } = search;
  // Written before the start, so that a search that the server loses can be restarted.
  const at = new Date().toISOString();
  await searches?.writeOpening({ searchId, workflow, input: jsonSchema.parse(input), at });
  const options = { workflowId: searchId, taskQueue, args: [input], workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT };
  await client.workflow.start(workflow, { ...options, workflowIdConflictPolicy: 'USE_EXISTING' });
}

/**
 * Starts a search, or finds the running one with this id, whatever its input.
 *
 * @returns whether it ran already, and as what: another strategy may have been asked for then.
 * @throws UserError('InvalidInput') if a search of this id has ended, or was interrupted.
 */
export async function startOrAttach(
  client: Client,
  searches: SearchRecords,
  search: NewSearch,
): Promise<{ attached: boolean; workflowType: string }> {
  const { searchId, workflow } = search;
  const there = await executionOf(client, searchId);
  if (there?.status === 'RUNNING') return { attached: true, workflowType: there.type };
  if (there) throw endedError(searchId, there.status.toLowerCase());
  if (await searches.readOpening(searchId)) throw endedError(searchId, 'interrupted');
  await startWorkflow(client, searches, search);
  return { attached: false, workflowType: workflow };
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
