import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import type { AdvanceReply } from '../../contracts/module/axis.js';
import { sliceList, type CandidateList } from '../../contracts/candidate/candidate-list.js';
import type { ParsedBudget } from '../../contracts/search/control.js';
import { LONG_RUN } from '../../contracts/search/limits.js';
import type { SearchProgress, SearchResult } from '../../contracts/search/search.js';
import type { Origin, TrialSummary } from '../../contracts/candidate/trial.js';
import type { Answer } from './call-module.js';
import type { SearchCallContext } from './call-module.js';
import { stepSecondsLeft, trialsLeft } from '../policy/budget.js';
import { changeBudget } from '../policy/change-budget.js';
import { deliver } from './deliver.js';
import { PendingCalls } from '../policy/pending-calls.js';
import { progressMarkdown } from '../policy/details.js';
import { evaluateCandidates } from './evaluate.js';
import { progressOf } from '../policy/progress.js';
import { propose } from './propose.js';
import { Recorder } from './recorder.js';
import type { SearchState } from '../policy/state.js';
import { takeStep, takeWarmStart, WARM_START } from '../policy/steps.js';
import { cutShortText, stopText } from '../policy/stopping.js';
import { TrialCalls, TrialsUnserved } from './trial-calls.js';
import { Troubles } from '../policy/troubles.js';
import type { NextTurn, Turn } from '../policy/turns.js';

/** A search under way: what every strategy does in the same way. A strategy only decides which axis steps next. */
export class Search {
  /** Trials of the step under way that have ended, for people who watch. */
  private underWay: TrialSummary[] = [];
  /** The evaluations under way, which a person may stop. */
  private readonly evaluations = new CancellationScope();
  /** The step of an axis that is being asked for, which a person may stop too. */
  private asking = new CancellationScope();
  private readonly troubles = new Troubles(() => this.show());
  private readonly pending = new PendingCalls();
  private readonly trials: TrialCalls;
  private readonly recorder: Recorder;

  constructor(private readonly state: SearchState) {
    this.recorder = new Recorder(state);
    this.trials = new TrialCalls(state.plan, this.troubles, () => this.state.stopped);
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
    await this.recorder.step(takeStep(state, turn, reply, candidates, ended));
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
    await this.recorder.step(takeWarmStart(state, candidates, ended));
    this.show();
  }

  /** Keeps what a person has changed. @param reopened the search had ended */
  recordChange(reopened = false): Promise<void> {
    return this.recorder.change(reopened);
  }

  /** Starts a new run with the same state where the history has grown long. */
  async continueIfLong(): Promise<void> {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    // One that was stopped comes to its end in this run.
    if (this.state.stopped || (!continueAsNewSuggested && historyLength < LONG_RUN)) return;
    await condition(allHandlersFinished);
    await continueAsNew({ continued: this.state });
  }

  /** Confirms the finalists, fits the best on all rows, reads the holdout, writes the report. */
  finish(): Promise<SearchResult> {
    return deliver(this.state, {
      evaluate: (...what) => this.evaluate(...what),
      phase: (phase) => this.phase(phase),
      callContext: this.callContext(),
      stoppable: (body) => this.stoppable(body),
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

  setBudget(budget: ParsedBudget): string {
    const said = changeBudget(this.state, budget);
    this.show();
    return said;
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
    const said = stopText(this.state, workflowInfo().workflowId);
    if (!this.state.stopped) this.state.cutShort = cutShortText(this.state);
    this.state.stopped = true;
    this.state.paused = false;
    this.show();
    return said;
  }

  /** Ends what is under way of a search that a person has stopped, but a fit that a worker makes of what is delivered. */
  cancelUnderWay(): void {
    this.evaluations.cancel();
    if (this.state.phase === 'searching' || this.troubles.list.length > 0) this.asking.cancel();
    this.trials.hurry();
  }

  /** What the axis in turn answers; null where a person has stopped the search before it did. */
  private async propose(turn: Turn): Promise<Answer<AdvanceReply> | null> {
    this.asking = new CancellationScope();
    try {
      return await this.asking.run(() => propose(this.state, turn, this.callContext()));
    } catch (error) {
      if (error instanceof TrialsUnserved || (this.state.stopped && isCancellation(error))) return null;
      throw error;
    }
  }

  /** Runs what waits for a team; again, without patience, where a person stops the search meanwhile. */
  private async stoppable<Result>(body: () => Promise<Result>): Promise<Result> {
    const wasStopped = this.state.stopped;
    this.asking = new CancellationScope();
    try {
      return await this.asking.run(body);
    } catch (error) {
      if (wasStopped || !this.state.stopped || !isCancellation(error)) throw error;
      return body();
    }
  }

  /** What the calls of modules share. */
  private callContext(): SearchCallContext {
    return {
      troubles: this.troubles,
      pending: this.pending,
      trials: this.trials,
      isStopped: () => this.state.stopped,
      onTrouble: this.state.plan.onTrouble,
      waitForPerson: async () => {
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
        callContext: this.callContext(),
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
