import { Context } from '@temporalio/activity';
import {
  recordStateRequestSchema,
  recordStepRequestSchema,
  type RecordStateRequest,
  type RecordStepRequest,
} from '../../contracts/search/search-activities.js';
import type { Writer } from '../../storage/searches.js';
import type { Store } from '../../storage/store.js';

/** The local activity `recordStep`: writes a step to the search's record, and the search's state after it. */
export function createRecordStep({ searches }: Store) {
  return async function recordStep(request: RecordStepRequest): Promise<void> {
    const { searchId, record, state, sequence } = recordStepRequestSchema.parse(request);
    // Written before the state after the step, which refers to it.
    await searches.writeStep(searchId, record);
    await searches.writeState(searchId, record.index + 1, state, writer(sequence));
  };
}

/** The local activity `recordState`: writes a search's state after a change by a person. */
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
