import { createNexusServiceClient } from '@temporalio/workflow';
import { coaxialService, type NexusSearchInput } from '../../contracts/search/nexus.js';
import type { SearchResult } from '../../contracts/search/search.js';

/** A workflow of another namespace that calls a search by the endpoint `coaxial`. */
export function callSearch(input: NexusSearchInput): Promise<SearchResult> {
  const client = createNexusServiceClient({ endpoint: 'coaxial', service: coaxialService });
  return client.executeOperation('search', input, { scheduleToCloseTimeout: '10 minutes' });
}
