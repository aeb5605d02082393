import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import type { AdvanceReply } from '../../contracts/axis.js';
import { sliceList, type CandidateList } from '../../contracts/candidate-list.js';
import type { ParsedBudget } from '../../contracts/control.js';
import { LONG_RUN } from '../../contracts/limits.js';
import type { SearchProgress, SearchResult, StepRecord } from '../../contracts/search.js';
import type { Origin, TrialSummary } from '../../contracts/trial.js';
import { recordState, recordStep } from './activities.js';
import type { Answer } from './call-module.js';
import type { Bearing } from './persistence.js';
import { stepSecondsLeft, trialsLeft } from './budget.js';
import { deliver } from './deliver.js';
import { Calls } from './calls.js';
import { progressMarkdown } from './details.js';
import { evaluateCandidates } from './evaluate.js';
import { progressOf } from './progress.js';
import { propose } from './propose.js';
import { jsonOf, snapshotOf, withControls, type SearchState } from './state.js';
import { takeStep, takeWarmStart, WARM_START } from './steps.js';
import { Troubles } from './troubles.js';
import { reopenShares, type NextTurn, type Turn } from './turns.js';

/** A search under way: what every strategy does in the same way. A strategy only decides which axis steps next. */
export class Search {
  /** Trials of the step under way that have ended, for people who watch. */
  private underWay: TrialSummary[] = [];
  /** The evaluations under way, which a person may stop. */
  private readonly evaluations = new CancellationScope();
  /** The step of an axis that is being asked for, which a person may stop too. */
  private asking = new CancellationScope();
  private readonly troubles = new Troubles(() => this.show());
  private readonly calls = new Calls();

  /** As it was between the last step and the one under way. */
  private betweenSteps: SearchState;

  constructor(private readonly state: SearchState) {
    this.betweenSteps = snapshotOf(state);
  }

  /** The next turn, once the search is not paused; null where its candidates have come to their end. */
  async next(next: NextTurn): Promise<Turn | null> {
    await this.notPaused();
    return next(this.state);
  }

  /** One step of one axis: it proposes, its candidates are evaluated, and the search's record is kept. */
  async step(turn: Turn): Promise<void> {
    const { state } = this;
    const { axis, trialsNow, endsAtSeconds } = turn;
    state.axis = axis.name;
    this.show();
    const answer = await this.propose(turn);
    if (answer === null) return;
    if ('leftOut' in answer) {
      state.axes[axis.name].leftOut = answer.leftOut;
      return this.recordChange();
    }
    const { reply } = answer;
    state.note = reply.note;
    this.show();
    // Should an axis have proposed more than it may.
    const candidates = sliceList(reply.candidates, 0, trialsNow ?? Infinity);
    const trials = await this.evaluate({ axis: axis.name, step: state.axes[axis.name].steps }, candidates, () =>
      stepSecondsLeft(state, endsAtSeconds),
    );
    const ended = trials.filter((trial) => trial !== null);
    await this.record(takeStep(state, turn, reply, candidates, ended));
    this.show();
  }

  /**
   * Before the first step of a search that starts from the best candidates of an earlier one: they are evaluated, and
   * all axes go on from them.
   */
  async warmUp(): Promise<void> {
    const { state } = this;
    const { warmStart } = state.plan;
    if (!warmStart || state.steps > 0) return;
    state.axis = null;
    state.note = `the best candidates of ${warmStart.searchId}`;
    this.show();
    const origin = { axis: WARM_START, step: 0 };
    // Half of the budget is the axes'.
    const candidates = sliceList(warmStart.candidates, 0, Math.ceil((trialsLeft(state) ?? Infinity) / 2));
    const trials = await this.evaluate(origin, candidates, () => stepSecondsLeft(state, null));
    const ended = trials.filter((trial) => trial !== null);
    await this.record(takeWarmStart(state, candidates, ended));
    this.show();
  }

  private async record(record: StepRecord): Promise<void> {
    this.betweenSteps = snapshotOf(this.state);
    await recordStep({ searchId: workflowInfo().workflowId, record, state: jsonOf(this.state) });
  }

  /**
   * Keeps what a person has changed, should the search be gone on with from its record: a step that is under way will be
   * made again. Where no step is left to be made, nothing is kept: the finalists' trials would be counted twice.
   */
  async recordChange(reopened = false): Promise<void> {
    if (this.state.phase !== 'searching') return;
    const state = withControls(this.betweenSteps, this.state);
    const { workflowId: searchId } = workflowInfo();
    await recordState({ searchId, steps: state.steps, state: jsonOf(state), reopened });
  }

  /** Starts a new run with the same state where the history has grown long. */
  async continueIfLong(): Promise<void> {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    if (!continueAsNewSuggested && historyLength < LONG_RUN) return;
    await condition(allHandlersFinished);
    await continueAsNew({ continued: this.state });
  }

  /** Confirms the finalists, fits the best on all rows, reads the holdout, writes the report. */
  finish(): Promise<SearchResult> {
    return deliver(this.state, {
      evaluate: (...what) => this.evaluate(...what),
      phase: (phase) => this.phase(phase),
      bearing: this.bearing(),
    });
  }

  progress(): SearchProgress {
    return progressOf(workflowInfo().workflowId, this.state, this.underWay, this.troubles.list);
  }

  /** Why a person can change nothing any more; null where they can. */
  whySettled(): string | null {
    const { phase, stopped } = this.state;
    if (stopped) return 'the search was stopped';
    return phase === 'searching' ? null : `the search for candidates has ended (${phase})`;
  }

  setBudget({ maxTrials, maxTime }: ParsedBudget): string {
    const { budget } = this.state;
    if (maxTrials !== undefined) budget.maxTrials = maxTrials;
    if (maxTime !== undefined) budget.maxSeconds = maxTime;
    reopenShares(this.state);
    this.show();
    const trials = budget.maxTrials === null ? 'any number of' : `at most ${budget.maxTrials}`;
    const seconds = budget.maxSeconds === null ? 'any time' : `at most ${budget.maxSeconds} s`;
    return `the search takes ${trials} trials and ${seconds}, counted from its start`;
  }

  pause(): string {
    this.state.paused = true;
    this.show();
    return 'no further trials begin until "resume"; those under way end';
  }

  resume(): string {
    const { paused } = this.state;
    this.state.paused = false;
    this.show();
    return paused ? 'the search goes on' : 'the search was not paused';
  }

  stop(): string {
    this.state.stopped = true;
    this.state.paused = false;
    this.show();
    return 'the search ends with what there is: the best so far is fitted and delivered';
  }

  /** Ends what is under way of a search that a person has stopped. */
  cancelUnderWay(): void {
    this.evaluations.cancel();
    this.asking.cancel();
  }

  /** What the axis in turn answers; null where a person has stopped the search before it did. */
  private async propose(turn: Turn): Promise<Answer<AdvanceReply> | null> {
    this.asking = new CancellationScope();
    try {
      return await this.asking.run(() => propose(this.state, turn, this.bearing()));
    } catch (error) {
      if (!this.state.stopped || !isCancellation(error)) throw error;
      return null;
    }
  }

  /** How this search bears with the modules of other teams. */
  private bearing(): Bearing {
    return {
      troubles: this.troubles,
      calls: this.calls,
      onTrouble: this.state.plan.onTrouble,
      forPerson: async () => {
        this.state.paused = true;
        this.show();
        await this.recordChange();
        await condition(() => !this.state.paused);
      },
    };
  }

  private async evaluate(
    origin: Origin,
    candidates: CandidateList,
    secondsLeft: () => number | null,
    dealing = { repeat: 0, fixedColumns: false },
  ): Promise<(TrialSummary | null)[]> {
    const trials = await evaluateCandidates(
      this.state,
      {
        origin,
        candidates,
        ...dealing,
        secondsLeft,
        bearing: this.bearing(),
        mayBegin: () => this.notPaused(),
        onTrials: (ended) => {
          this.underWay.push(...ended);
          this.show();
        },
      },
      this.evaluations,
    );
    this.underWay = [];
    return trials;
  }

  /** Waits while the search is paused. @returns false once a person has stopped it */
  private async notPaused(): Promise<boolean> {
    if (this.state.paused) await condition(() => !this.state.paused);
    return !this.state.stopped;
  }

  private phase(phase: SearchState['phase']): void {
    this.state.phase = phase;
    this.show();
  }

  private show(): void {
    setCurrentDetails(progressMarkdown(this.progress()));
  }
}
