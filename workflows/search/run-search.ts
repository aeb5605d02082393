import type { SearchResult } from '../../contracts/search/search.js';
import type { SearchInput } from '../../contracts/search/search-input.js';
import type { Strategy } from '../../contracts/search/strategy.js';
import { openSearch, type Continued } from './open-search.js';
import type { NextTurn } from '../policy/turns.js';

/** A user's input, or a search's state from an earlier run. */
export type SearchArgument = SearchInput | Continued;

/** The loop of every strategy: a step of the axis that is next, until there is none; then the best is delivered. */
export async function runSearch(strategy: Strategy, argument: SearchArgument, next: NextTurn): Promise<SearchResult> {
  const search = await openSearch(strategy, argument);
  await search.warmUp();
  for (let turn = await search.next(next); turn; turn = await search.next(next)) {
    await search.step(turn);
    await search.continueIfLong();
  }
  return search.finish();
}
