/** For an app's own workflows: searches as children, and the workflows themselves for a bundle that has them in it. */
export { search, type ChildSearchOptions } from './child-search.js';
export * from './index.js';
export type { SearchInput } from '../contracts/search-input.js';
export type { ComparisonResult, SearchResult } from '../contracts/search.js';
export type { Strategy } from '../contracts/strategy.js';
