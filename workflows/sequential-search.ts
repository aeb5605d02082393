import type { SearchInput, SearchResult } from '../contracts/search.js';
import { openSearch, type Continued } from './search/open-search.js';

/**
 * One axis after the other, each until it converges or its share of the budget is spent. N + M trials for two axes of
 * N and M points; blind to how they interact.
 */
export async function sequentialSearch(argument: SearchInput | Continued): Promise<SearchResult> {
  const search = await openSearch('sequential', argument);
  for (const axis of search.axes) {
    while (search.mayStep(axis)) {
      await search.step(axis);
      await search.continueIfLong();
    }
    await search.conclude(axis);
  }
  return search.finish();
}
