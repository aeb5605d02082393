import { workflowInfo } from '@temporalio/workflow';
import type { StepRecord } from '../../contracts/search/search.js';
import { recordState, recordStep } from './activities.js';
import { oneAtATime } from '../policy/one-at-a-time.js';
import { jsonOf, snapshotOf, withControls, type SearchState } from '../policy/state.js';

/** Writes a search's state to its record, from which it can be continued. */
export class Recorder {
  /** The state between the last step and the running one. */
  private betweenSteps: SearchState;
  /** For all local activities of the search; writes keep their order. */
  readonly inTurn = oneAtATime();
  private sequence = 0;

  constructor(private readonly state: SearchState) {
    this.betweenSteps = snapshotOf(state);
  }

  /** Writes an ended step, and the state after it. */
  step(record: StepRecord): Promise<void> {
    this.betweenSteps = snapshotOf(this.state);
    const { workflowId: searchId } = workflowInfo();
    return this.inTurn(() =>
      recordStep({ searchId, sequence: this.sequence++, record, state: jsonOf(this.betweenSteps) }),
    );
  }

  /**
   * Writes the state after a person's change; a running step would be repeated from it. After the last step nothing is
   * written, because the finalists' trials would be counted twice.
   */
  change(reopened = false): Promise<void> {
    return this.inTurn(async () => {
      if (this.state.phase !== 'searching') return;
      const state = withControls(this.betweenSteps, this.state);
      const { workflowId: searchId } = workflowInfo();
      await recordState({ searchId, sequence: this.sequence++, steps: state.steps, state: jsonOf(state), reopened });
    });
  }
}
