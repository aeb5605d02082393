import type { Client } from '@temporalio/client';
import { canonicalJson } from '../contracts/json.js';
import { searchInputSchema, type ParsedSearchInput } from '../contracts/search/search-input.js';
import { STRATEGIES, type Strategy } from '../contracts/search/strategy.js';
import type { SearchRecords } from '../storage/searches.js';
import { executionOf, runStartOf } from './executions.js';

/** The existing workflow of an id. */
export interface KnownSearch {
  /** Type of its workflow, which need not be a search. */
  workflow: string;
  running: boolean;
  /** It has ended, and the server has its result. */
  completed: boolean;
  /** What it was started with; undefined if it is not known any more. */
  input: unknown;
}

/** Asks the server, and of a search that it has forgotten, the store (null for none); null if neither knows the id. */
export async function knownSearch(
  client: Client,
  searches: SearchRecords | null,
  searchId: string,
): Promise<KnownSearch | null> {
  const opening = (await searches?.readOpening(searchId)) ?? null;
  const execution = await executionOf(client, searchId);
  if (execution === null)
    return opening && { workflow: opening.workflow, running: false, completed: false, input: opening.input };
  const { type: workflow, runId, status } = execution;
  // The store has the first search of this id; the server's has precedence, because a person may have started another.
  const started = await startOf(client, searchId, runId);
  const input = started ?? (opening?.workflow === workflow ? opening.input : undefined);
  return { workflow, running: status === 'RUNNING', completed: status === 'COMPLETED', input };
}

/** What a workflow was started with; undefined if it continues from a state, and the server does not have its start. */
async function startOf(client: Client, workflowId: string, runId: string): Promise<unknown> {
  const { argument, firstRunId = runId } = await runStartOf(client, workflowId, runId);
  if (!isContinued(argument)) return argument;
  if (firstRunId === runId) return undefined;
  const first = await runStartOf(client, workflowId, firstRunId).catch(() => null);
  return isContinued(first?.argument) ? undefined : first?.argument;
}

/**
 * The input of a later run of a long search, or of a search continued by a command: see `Continued` of
 * workflows/search.
 */
function isContinued(argument: unknown): boolean {
  return typeof argument === 'object' && argument !== null && 'continued' in argument;
}

/** A search that is asked for by its id. */
export interface Asked {
  strategy: Strategy;
  input: ParsedSearchInput;
}

/** Why an id does not belong to the requested search, as a sentence with its workflow; null if it does. */
export function whyOther(
  searchId: string,
  { workflow, running, input: argument }: KnownSearch,
  asked: Asked,
): string | null {
  const strategy = strategyOf(workflow);
  if (strategy === undefined) {
    return `${searchId} is the id of a workflow ${workflow}, which is not a search: give another searchId`;
  }
  const input = searchInputSchema.safeParse(argument).data;
  if (!input) {
    return `${searchId} is the id of a ${strategy} search whose input nobody knows any more: give another searchId`;
  }
  const others = [...(strategy === asked.strategy ? [] : ['strategy']), ...differing(input, asked.input)];
  if (others.length === 0) return null;
  return (
    `${searchId} is the id of a ${strategy} search for ${input.target} in ${input.data}, which ` +
    `${running ? 'runs' : 'has ended'}, and this call has another ${others.join(', ')}: ` +
    'give another searchId, or the same input and strategy to get its result'
  );
}

function strategyOf(workflow: string): Strategy | undefined {
  return (Object.keys(STRATEGIES) as Strategy[]).find((strategy) => STRATEGIES[strategy] === workflow);
}

/** Names of the fields that are not the same in both. */
function differing(one: ParsedSearchInput, other: ParsedSearchInput): string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])] as (keyof ParsedSearchInput)[];
  // A field that is left out has no JSON of its own.
  return names.filter((name) => canonicalJson({ of: one[name] }) !== canonicalJson({ of: other[name] }));
}
