import type { ComparisonResult, SearchResult } from '../../contracts/search/search.js';
import { comparisonResultSchema, searchResultSchema } from '../../contracts/search/search.js';
import { COMPARISON } from '../../contracts/search/strategy.js';
import { searchUrl } from '../project/web-ui.js';
import { dataFinder } from './data-json.js';
import { copyResult } from './out-folder.js';
import type { ServerSession } from '../processes/session.js';
import type { FoundSearch } from '../../client/find-search.js';
import { comparisonJson, comparisonLines, resultJson, summaryLines } from './summary.js';
import { print } from '../text/print.js';

/** How a search, or a comparison of strategies, has ended. */
export interface Outcome {
  /** For a comparison, that of the best. */
  result: SearchResult;
  comparison: ComparisonResult | null;
}

/** The outcome of an ended search; null if it has not ended. */
export async function outcomeOf({ client }: ServerSession, found: FoundSearch): Promise<Outcome | null> {
  const { execution, searchId, workflow, result } = found;
  if (execution === 'COMPLETED') {
    const answer: unknown = await client.workflow.getHandle(searchId).result();
    if (workflow === COMPARISON) return comparisonOutcome(comparisonResultSchema.parse(answer));
    return { result: searchResultSchema.parse(answer), comparison: null };
  }
  return execution === null && result ? { result, comparison: null } : null;
}

/** A comparison's outcome, with the result of its best strategy. */
export function comparisonOutcome(comparison: ComparisonResult): Outcome {
  const { results, best } = comparison;
  return { result: results.find(({ strategy }) => strategy === best)!, comparison };
}

/** Prints an outcome on stdout, and copies its model and report if requested. */
export async function printOutcome(
  { project, endpoint, configured }: ServerSession,
  searchId: string,
  { result, comparison }: Outcome,
  { json = false, out }: { json?: boolean; out?: string },
): Promise<void> {
  const delivered = out === undefined ? result : await copyResult(result, out);
  if (json) {
    const findData = dataFinder(project.store());
    const value = comparison
      ? await comparisonJson(withResult(comparison, delivered), findData)
      : await resultJson(delivered, findData);
    print(JSON.stringify(value));
    return;
  }
  const summary = summaryLines(delivered, searchUrl(endpoint, searchId), !configured);
  print('', ...(comparison ? comparisonLines(comparison) : []), ...summary);
}

function withResult(comparison: ComparisonResult, result: SearchResult): ComparisonResult {
  const results = comparison.results.map((one) => (one.strategy === result.strategy ? result : one));
  return { ...comparison, results };
}
