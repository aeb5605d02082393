import { operation, service } from 'nexus-rpc';
import { z } from 'zod';
import { searchIdSchema } from './search-id.js';
import { searchInputSchema } from './search-input.js';
import type { SearchResult } from './search.js';
import { DEFAULT_STRATEGY, strategySchema } from './strategy.js';

/** What a caller in another namespace asks for: a search's input, and what else its start needs. */
export const nexusSearchSchema = z.strictObject({
  ...searchInputSchema.shape,
  strategy: strategySchema.default(DEFAULT_STRATEGY),
  /**
   * The search's id, by which two callers get the result of one search. Without it each call is a search of its own.
   */
  searchId: searchIdSchema.optional(),
});
export type NexusSearchInput = z.input<typeof nexusSearchSchema>;

/** The Nexus service: what a caller's workflow gives to `createNexusServiceClient`, and what the search workers offer. */
export const coaxialService = service('coaxial', {
  /** Runs a search in the namespace of the search workers, and gives its result. */
  search: operation<NexusSearchInput, SearchResult>(),
});
