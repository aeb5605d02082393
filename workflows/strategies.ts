import type { SearchResult } from '../contracts/search/search.js';
import { runSearch, type SearchArgument } from './search/run-search.js';
import { inTurn, oneAfterTheOther } from './policy/turns.js';

/**
 * One axis after the other, each until it converges or its share of the budget is spent. N + M trials for two axes of N
 * and M points; ignores interactions between axes.
 */
export function sequentialSearch(argument: SearchArgument): Promise<SearchResult> {
  return runSearch('sequential', argument, oneAfterTheOther);
}

/**
 * A step of one axis, then a step of the next, round after round, each with the results of the others: nearly the
 * result of the joint search at nearly the cost of the sequential one.
 */
export function pseudoJointSearch(argument: SearchArgument): Promise<SearchResult> {
  return runSearch('pseudo-joint', argument, inTurn);
}

/**
 * All parts of a candidate at once: its one axis searches whole candidates. N × M trials for two axes of N and M
 * points; the reference for the other two.
 */
export function jointSearch(argument: SearchArgument): Promise<SearchResult> {
  return runSearch('joint', argument, oneAfterTheOther);
}
