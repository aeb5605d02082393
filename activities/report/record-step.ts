import { Context } from '@temporalio/activity';
import {
  recordStateRequestSchema,
  recordStepRequestSchema,
  type RecordStateRequest,
  type RecordStepRequest,
} from '../../contracts/search/activities.js';
import type { Writer } from '../../storage/searches.js';
import type { Store } from '../../storage/store.js';

/** The local activity `recordStep`: keeps a step in the search's record, and what the search goes on with after it. */
export function createRecordStep({ searches }: Store) {
  return async function recordStep(request: RecordStepRequest): Promise<void> {
    const { searchId, record, state, sequence } = recordStepRequestSchema.parse(request);
    // The state after a step refers to it: it must not be there alone.
    await searches.writeStep(searchId, record);
    await searches.writeState(searchId, record.index + 1, state, writer(sequence));
  };
}

/** The local activity `recordState`: keeps what a search goes on with, where a person has changed it. */
export function createRecordState({ searches }: Store) {
  return async function recordState(request: RecordStateRequest): Promise<void> {
    const { searchId, steps, state, reopened, sequence } = recordStateRequestSchema.parse(request);
    await searches.writeState(searchId, steps, state, writer(sequence));
    if (reopened) await searches.setResultAside(searchId);
  };
}

function writer(sequence: number): Writer {
  return { run: Context.current().info.workflowExecution!.runId, sequence };
}
