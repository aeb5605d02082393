/**
 * Searches for workflows in other namespaces; docs/nexus.md says how they are offered and called.
 *
 * @module coaxial/nexus
 */

import { operation, service, type OperationDefinition, type ServiceDefinition } from 'nexus-rpc';
import { z } from 'zod';
import { searchIdSchema } from './search-id.js';
import { searchInputSchema } from './search-input.js';
import type { SearchResult } from './search.js';
import { DEFAULT_STRATEGY, strategySchema } from './strategy.js';

/** @internal */
export const nexusSearchSchema = z.strictObject({
  ...searchInputSchema.shape,
  strategy: strategySchema.default(DEFAULT_STRATEGY),
  /**
   * The search's id: two callers with the same id get the result of one search. Without it each call starts its own
   * search.
   */
  searchId: searchIdSchema.optional(),
});
/**
 * The request of a caller in another namespace: a search's input, and options of its start.
 *
 * @interface
 */
export type NexusSearchInput = z.input<typeof nexusSearchSchema>;

/** The Nexus service of the search workers; a caller's workflow passes it to `createNexusServiceClient`. */
export const coaxialService: ServiceDefinition<{ search: OperationDefinition<NexusSearchInput, SearchResult> }> =
  service('coaxial', {
    /** Runs a search in the namespace of the search workers, and returns its result. */
    search: operation<NexusSearchInput, SearchResult>(),
  });
