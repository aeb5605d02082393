import {
  CancellationScope,
  ChildWorkflowFailure,
  executeChild,
  isCancellation,
  ParentClosePolicy,
  rootCause,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { z } from 'zod';
import { isBetter } from '../contracts/metric.js';
import type { ComparisonResult, SearchResult } from '../contracts/search/search.js';
import { searchInputSchema, type SearchInput } from '../contracts/search/search-input.js';
import { childId, DEFAULT_STRATEGY, STRATEGIES, type Strategy } from '../contracts/search/strategy.js';
import { comparisonMarkdown } from './policy/details.js';
import { checkSearchId, parseArgument, userFailure } from './search/failures.js';
import type { SearchArgument } from './search/run-search.js';
import type { SearchState } from './policy/state.js';

/** The state of an interrupted comparison that is restarted; never typed by a user. */
export interface ComparedAgain {
  again: SearchInput;
  /** Results of its searches. */
  results: SearchResult[];
  /** States of those that have started, from their records. */
  begun: Partial<Record<Strategy, SearchState>>;
}

const againSchema = z.object({
  again: z.custom<SearchInput>((value) => typeof value === 'object' && value !== null),
  results: z.array(z.custom<SearchResult>()),
  begun: z.custom<ComparedAgain['begun']>((value) => typeof value === 'object' && value !== null),
});

const EXAMPLE = '{"data": "examples/data/penguins.csv", "target": "species", "maxTrials": 100}';

/**
 * All strategies on the same data, seed and budget, one after the other, so that they do not compete for processors.
 * Each is a search of its own, which can be watched, paused, stopped and cancelled by itself. A trial that two of them
 * need is trained once, so with a budget in time the later ones can try more.
 */
export async function compareStrategies(argument: SearchInput | ComparedAgain): Promise<ComparisonResult> {
  const { again: input, results: known, begun } = read(argument);
  const { workflowId: searchId } = workflowInfo();
  const results: SearchResult[] = [];
  const failures: ComparisonResult['failures'] = [];
  for (const strategy of Object.keys(STRATEGIES) as Strategy[]) {
    setCurrentDetails(comparisonMarkdown(results, strategy));
    try {
      const state = begun[strategy];
      const result = known.find((one) => one.strategy === strategy);
      results.push(result ?? (await runStrategy(strategy, searchId, state ? { continued: state } : input)));
    } catch (error) {
      const isOwn = error instanceof ChildWorkflowFailure || error instanceof WorkflowExecutionAlreadyStartedError;
      if (!isOwn || CancellationScope.current().consideredCancelled) throw error;
      failures.push({ strategy, reason: reasonOf(error) });
    }
  }
  setCurrentDetails(comparisonMarkdown(results, null));
  if (results.length === 0) {
    throw userFailure('NoModel', failures.map(({ strategy, reason }) => `${strategy}: ${reason}`).join('; '));
  }
  return { searchId, results, failures, best: bestOf(results) };
}

function read(argument: SearchInput | ComparedAgain): ComparedAgain {
  const again = againSchema.safeParse(argument);
  if (again.success) return again.data;
  parseArgument(searchInputSchema, argument, EXAMPLE);
  checkSearchId(workflowInfo().workflowId);
  return { again: argument as SearchInput, results: [], begun: {} };
}

function reasonOf(error: Error): string {
  return isCancellation(error) ? 'the search was cancelled' : (rootCause(error) ?? error.message);
}

function runStrategy(strategy: Strategy, searchId: string, argument: SearchArgument): Promise<SearchResult> {
  return executeChild<(argument: SearchArgument) => Promise<SearchResult>>(STRATEGIES[strategy], {
    workflowId: childId(searchId, strategy),
    args: [argument],
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    staticSummary: `the ${strategy} strategy`,
  });
}

/** By the cross-validation score, which does not use the holdout; if equal, the default strategy, else the first. */
function bestOf(results: readonly SearchResult[]): Strategy {
  const preferred = results.filter(({ strategy }) => strategy === DEFAULT_STRATEGY);
  const ordered = [...preferred, ...results.filter(({ strategy }) => strategy !== DEFAULT_STRATEGY)];
  return ordered.reduce((best, other) => (isBetter(best.metric, other.cvScore, best.cvScore) ? other : best)).strategy;
}
