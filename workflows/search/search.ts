import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import { AXIS_CONTRACT, type AdvanceReply } from '../../contracts/axis.js';
import { sliceList, type CandidateList } from '../../contracts/candidate-list.js';
import type { ParsedBudget } from '../../contracts/control.js';
import { deriveSeed } from '../../contracts/json.js';
import { LONG_RUN } from '../../contracts/limits.js';
import type { SearchProgress, SearchResult, StepRecord } from '../../contracts/search.js';
import { completed, type Origin, type TrialSummary } from '../../contracts/trial.js';
import { countSpan } from './active-clock.js';
import { advance, recordState, recordStep, trialActivities, writeReport } from './activities.js';
import { finalistBudget, finalistSecondsLeft, stepSecondsLeft, trialsLeft } from './budget.js';
import { progressMarkdown } from './details.js';
import { evaluateCandidates } from './evaluate.js';
import { chooseFinalists, confirm, type Confirmed } from './finalists.js';
import { noModel } from './failures.js';
import { progressOf } from './progress.js';
import { restoring } from './restore.js';
import { resultOf, stopReason } from './result.js';
import { jsonOf, snapshotOf, withControls, type SearchState } from './state.js';
import { takeStep, takeWarmStart, WARM_START } from './steps.js';
import { countTrial, shownElite } from './trials.js';
import { reopenShares, type NextTurn, type Turn } from './turns.js';

/** A search under way: what every strategy does in the same way. A strategy only decides which axis steps next. */
export class Search {
  /** Trials of the step under way that have ended, for people who watch. */
  private underWay: TrialSummary[] = [];
  /** The evaluations under way, which a person may stop. */
  private readonly evaluations = new CancellationScope();

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
    const reply = await this.propose(turn);
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
  async finish(): Promise<SearchResult> {
    const { state } = this;
    const stopped = stopReason(state);
    const best = await this.confirmBest();
    const { plan } = state;
    const { workflowId: searchId } = workflowInfo();
    this.phase('training');
    const trained = await restoring(state, () =>
      trialActivities(plan, `final fit of ${best.trial.paradigm}`).trainModel({
        searchId,
        contextRef: plan.contextRef,
        key: best.trial.key,
        cvScore: best.score,
      }),
    );
    state.time = countSpan(state.time, trained.span);
    this.phase('reporting');
    const result = resultOf(searchId, state, stopped, best, trained);
    const { report } = await writeReport({
      contextRef: plan.contextRef,
      dataName: plan.dataName,
      steps: state.steps,
      finalArrays: trained.arrays,
      budget: state.budget,
      result,
    });
    await condition(allHandlersFinished);
    this.phase('done');
    return { ...result, report };
  }

  progress(): SearchProgress {
    return progressOf(workflowInfo().workflowId, this.state, this.underWay);
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
    this.evaluations.cancel();
    this.show();
    return 'the search ends with what there is: the best so far is fitted and delivered';
  }

  private propose({ axis, trialsLeft, trialsNow, elite: shared }: Turn): Promise<AdvanceReply> {
    const { plan, steps, base, axes } = this.state;
    const { state, seen, steps: step } = axes[axis.name];
    const owner = axis.team === null ? '' : `, team ${axis.team}`;
    const request = {
      contract: AXIS_CONTRACT,
      searchId: workflowInfo().workflowId,
      contextRef: plan.contextRef,
      state,
      incumbent: base,
      elite: shared ? shownElite(this.state) : base ? [base] : [],
      unseen: { from: seen, to: steps },
      step,
      seed: deriveSeed('advance', plan.seed, axis.name, step),
      trialsLeft,
      trialsNow,
    } as const;
    return restoring(this.state, () => advance(axis, request, `${axis.name}, step ${step + 1}${owner}`));
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

  /** The best candidate, after the finalists' other folds where there is time for them. */
  private async confirmBest(): Promise<Confirmed> {
    const { state } = this;
    const { base } = state;
    if (!base || !completed(base)) throw noModel(state);
    this.phase('confirming');
    const { finalists, repeats } = chooseFinalists(state, finalistBudget(state));
    if (finalists.length === 0) return confirm(state, [base], [], []);
    const rounds: (TrialSummary | null)[][] = [];
    const candidates = { trials: finalists.map(({ key }) => key), of: workflowInfo().workflowId };
    for (let repeat = 0; repeat <= repeats; repeat++) {
      const origin = { axis: 'finalists', step: repeat };
      const round = await this.evaluate(origin, candidates, () => finalistSecondsLeft(state), {
        repeat,
        fixedColumns: true,
      });
      for (const trial of round) if (trial) countTrial(state, trial);
      rounds.push(round);
    }
    const [own, ...others] = rounds;
    return confirm(state, finalists, own, others);
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
