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

/** A running search: the common part of all strategies. A strategy only decides which axis steps next. */
export class Search {
  /** Ended trials of the running step, for progress. */
  private underWay: TrialSummary[] = [];
  /** The running evaluations, which a stop cancels. */
  private readonly evaluations = new CancellationScope();
  /** The running call of an axis, which a stop cancels too. */
  private asking = new CancellationScope();
  private readonly troubles = new Troubles(() => this.show());
  private readonly pending = new PendingCalls();
  private readonly trials: TrialCalls;
  private readonly recorder: Recorder;

  constructor(private readonly state: SearchState) {
    this.recorder = new Recorder(state);
    this.trials = new TrialCalls(state.plan, this.troubles, () => this.state.stopped, this.recorder.inTurn);
  }

  /** The next turn, once the search is not paused; null at the end of the search for candidates. */
  async next(next: NextTurn): Promise<Turn | null> {
    await this.notPaused();
    return next(this.state);
  }

  /** One step of one axis: it proposes, its candidates are evaluated, and the step is recorded. */
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
    // If an axis proposed more than it may.
    const candidates = sliceList(reply.candidates, 0, trialsNow ?? Infinity);
    const trials = await this.evaluate({ axis: axis.name, step: state.axes[axis.name].steps }, candidates, () =>
      stepSecondsLeft(state, endsAtSeconds),
    );
    const ended = trials.filter((trial) => trial !== null);
    await this.recorder.step(takeStep(state, turn, reply, candidates, ended));
    this.show();
  }

  /**
   * Warm start, before the first step: the best candidates of an earlier search are evaluated, and all axes start from
   * them.
   */
  async warmUp(): Promise<void> {
    const { state } = this;
    const { warmStart } = state.plan;
    if (!warmStart || state.steps > 0) return;
    state.axis = null;
    state.note = `the best candidates of ${warmStart.searchId}`;
    this.show();
    const origin = { axis: WARM_START, step: 0 };
    // At least half of the budget is left for the axes.
    const candidates = sliceList(warmStart.candidates, 0, Math.ceil((trialsLeft(state) ?? Infinity) / 2));
    const trials = await this.evaluate(origin, candidates, () => stepSecondsLeft(state, null));
    const ended = trials.filter((trial) => trial !== null);
    await this.recorder.step(takeWarmStart(state, candidates, ended));
    this.show();
  }

  /** Records a person's change. @param reopened the search had ended */
  recordChange(reopened = false): Promise<void> {
    return this.recorder.change(reopened);
  }

  /** Continues as new with the same state if the history is long. */
  async continueIfLong(): Promise<void> {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    // A stopped search ends in this run.
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

  /** Why a person cannot change the search any more; null if they can. */
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

  /** Ends the running work of a stopped search, except a final fit that a worker is running. */
  cancelUnderWay(): void {
    this.evaluations.cancel();
    if (this.state.phase === 'searching' || this.troubles.list.length > 0) this.asking.cancel();
    this.trials.hurry();
  }

  /** The answer of the current axis; null if a person stopped the search before. */
  private async propose(turn: Turn): Promise<Answer<AdvanceReply> | null> {
    this.asking = new CancellationScope();
    try {
      return await this.asking.run(() => propose(this.state, turn, this.callContext()));
    } catch (error) {
      if (error instanceof TrialsUnserved || (this.state.stopped && isCancellation(error))) return null;
      throw error;
    }
  }

  /** Runs a call that waits for a team; repeats it without waiting if a person stops the search meanwhile. */
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

  /** The common part of calls of modules. */
  private callContext(): SearchCallContext {
    return {
      troubles: this.troubles,
      pending: this.pending,
      trials: this.trials,
      inTurn: this.recorder.inTurn,
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
