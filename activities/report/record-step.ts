import { recordStepRequestSchema, type RecordStepRequest } from '../../contracts/activities.js';
import type { Store } from '../../storage/store.js';

/** The local activity `recordStep`: keeps a step in the search's record. */
export function createRecordStep(store: Store) {
  return async function recordStep(request: RecordStepRequest): Promise<void> {
    const { searchId, record } = recordStepRequestSchema.parse(request);
    await store.searches.writeStep(searchId, record);
  };
}
