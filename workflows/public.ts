/**
 * For an app's own workflows: searches as children. Workers get the workflows themselves from `CoaxialPlugin`.
 *
 * @module coaxial/workflows
 */

export { search, type ChildSearchOptions } from './child-search.js';
export type * from './index.js';
export type { SearchInput } from '../contracts/search/search-input.js';
export type { ComparisonResult, SearchResult } from '../contracts/search/search.js';
export type { Strategy } from '../contracts/search/strategy.js';
