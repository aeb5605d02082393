import {
  ChildWorkflowFailure,
  executeChild,
  isCancellation,
  ParentClosePolicy,
  rootCause,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import { isBetter } from '../contracts/metric.js';
import type { ComparisonResult, SearchResult } from '../contracts/search.js';
import { searchInputSchema, type SearchInput } from '../contracts/search-input.js';
import { childId, DEFAULT_STRATEGY, STRATEGIES, type Strategy } from '../contracts/strategy.js';
import { comparisonMarkdown } from './search/details.js';
import { parseArgument, userFailure } from './search/failures.js';

const EXAMPLE = '{"data": "examples/data/penguins.csv", "target": "species", "maxTrials": 100}';

/**
 * All strategies on the same data, seed and budget, one after the other, so that none takes another's processors. Each
 * is a search of its own, which can be watched, paused and stopped by itself. A trial that two of them ask for is
 * trained once.
 */
export async function compareStrategies(argument: SearchInput): Promise<ComparisonResult> {
  parseArgument(searchInputSchema, argument, EXAMPLE);
  const { workflowId: searchId } = workflowInfo();
  const results: SearchResult[] = [];
  const failures: ComparisonResult['failures'] = [];
  for (const strategy of Object.keys(STRATEGIES) as Strategy[]) {
    setCurrentDetails(comparisonMarkdown(results, strategy));
    try {
      results.push(await runStrategy(strategy, searchId, argument));
    } catch (error) {
      if (isCancellation(error) || !(error instanceof ChildWorkflowFailure)) throw error;
      failures.push({ strategy, reason: rootCause(error) ?? error.message });
    }
  }
  setCurrentDetails(comparisonMarkdown(results, null));
  if (results.length === 0) {
    throw userFailure('NoModel', failures.map(({ strategy, reason }) => `${strategy}: ${reason}`).join('; '));
  }
  return { searchId, results, failures, best: bestOf(results) };
}

function runStrategy(strategy: Strategy, searchId: string, input: SearchInput): Promise<SearchResult> {
  return executeChild<(input: SearchInput) => Promise<SearchResult>>(STRATEGIES[strategy], {
    workflowId: childId(searchId, strategy),
    args: [input],
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    staticSummary: `the ${strategy} strategy`,
  });
}

/** By the score that no holdout row has a part in; of equal ones the default strategy, else the first. */
function bestOf(results: readonly SearchResult[]): Strategy {
  const preferred = results.filter(({ strategy }) => strategy === DEFAULT_STRATEGY);
  const ordered = [...preferred, ...results.filter(({ strategy }) => strategy !== DEFAULT_STRATEGY)];
  return ordered.reduce((best, other) => (isBetter(best.metric, other.cvScore, best.cvScore) ? other : best)).strategy;
}
