import { workflowInfo } from '@temporalio/workflow';
import type { StepRecord } from '../../contracts/search/search.js';
import { recordState, recordStep } from './activities.js';
import { jsonOf, snapshotOf, withControls, type SearchState } from '../policy/state.js';

/** Keeps a search in its record, should it be gone on with from there. */
export class Recorder {
  /** As it was between the last step and the one under way. */
  private betweenSteps: SearchState;
  /** One write at a time: what was read first must not be written last. */
  private last = Promise.resolve();
  private sequence = 0;

  constructor(private readonly state: SearchState) {
    this.betweenSteps = snapshotOf(state);
  }

  /** Keeps a step that has ended, and all that the search knows after it. */
  step(record: StepRecord): Promise<void> {
    this.betweenSteps = snapshotOf(this.state);
    const { workflowId: searchId } = workflowInfo();
    return this.inTurn(() =>
      recordStep({ searchId, sequence: this.sequence++, record, state: jsonOf(this.betweenSteps) }),
    );
  }

  /**
   * Keeps what a person has changed; a step that is under way will be made again. Where no step is left to be made,
   * nothing is kept: the finalists' trials would be counted twice.
   */
  change(reopened = false): Promise<void> {
    return this.inTurn(async () => {
      if (this.state.phase !== 'searching') return;
      const state = withControls(this.betweenSteps, this.state);
      const { workflowId: searchId } = workflowInfo();
      await recordState({ searchId, sequence: this.sequence++, steps: state.steps, state: jsonOf(state), reopened });
    });
  }

  private inTurn(write: () => Promise<void>): Promise<void> {
    const written = this.last.then(write);
    this.last = written.catch(() => undefined); // said to who waits for it
    return written;
  }
}
