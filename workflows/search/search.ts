import { allHandlersFinished, condition, continueAsNew, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import { AXIS_CONTRACT, type AdvanceReply } from '../../contracts/axis.js';
import { sliceList } from '../../contracts/candidate-list.js';
import { deriveSeed } from '../../contracts/json.js';
import type { AxisPlan, SearchProgress, SearchResult, StopReason } from '../../contracts/search.js';
import { completed, type TrialSummary } from '../../contracts/trial.js';
import { countSpan } from './active-clock.js';
import { advance, recordStep, trialActivities, writeReport } from './activities.js';
import { affordableTrials, openShare, shareSpent, spentBudget, stepSecondsLeft } from './budget.js';
import { progressMarkdown } from './details.js';
import { evaluateCandidates } from './evaluate.js';
import { userFailure } from './failures.js';
import type { AxisProgress, SearchState } from './state.js';
import { countTrials } from './trials.js';

/** A search under way: what every strategy does in the same way. A strategy only decides which axis steps next. */
export class Search {
  /** Trials of the step under way that have ended, for people who watch. */
  private underWay: TrialSummary[] = [];

  constructor(private readonly state: SearchState) {}

  get axes(): readonly AxisPlan[] {
    return this.state.plan.axes;
  }

  /** Whether a step of this axis may follow: it has not converged, and neither its share nor the search's budget is spent. */
  mayStep(axis: AxisPlan): boolean {
    openShare(this.state, axis);
    const progress = this.state.axes[axis.name];
    return !progress.converged && !shareSpent(this.state, progress) && spentBudget(this.state) === null;
  }

  /** One step of one axis: it proposes, its candidates are evaluated, and the search's record is kept. */
  async step(axis: AxisPlan): Promise<void> {
    const progress = this.state.axes[axis.name];
    await this.advanceOnce(axis, progress, affordableTrials(this.state, progress));
  }

  /** Lets an axis whose share ended before it converged see its last trials, and say from which the others go on. */
  async conclude(axis: AxisPlan): Promise<void> {
    const progress = this.state.axes[axis.name];
    if (progress.steps > 0 && !progress.converged) await this.advanceOnce(axis, progress, 0);
  }

  /** @param most trials that may be evaluated; null for no limit */
  private async advanceOnce(axis: AxisPlan, progress: AxisProgress, most: number | null): Promise<void> {
    this.state.axis = axis.name;
    this.show();
    const reply = await this.propose(axis, progress, most);
    this.state.note = reply.note;
    // Chosen among earlier trials: those of this step may still beat it.
    if (reply.choice) this.state.base = reply.choice;
    this.show();
    const trials = await evaluateCandidates(
      this.state,
      { axis: axis.name, step: progress.steps },
      // Should an axis have proposed more than it may.
      sliceList(reply.candidates, 0, most ?? Infinity),
      () => stepSecondsLeft(this.state, progress.endsAtSeconds),
      (ended) => {
        this.underWay.push(...ended);
        this.show();
      },
    );
    this.underWay = [];
    countTrials(this.state, trials);
    progress.trials += trials.length;
    progress.converged = reply.converged;
    await this.record(axis, progress, reply, trials);
    this.show();
  }

  /** Starts a new run with the same state where the history has grown long. */
  async continueIfLong(): Promise<void> {
    if (!workflowInfo().continueAsNewSuggested) return;
    await condition(allHandlersFinished);
    await continueAsNew({ continued: this.state });
  }

  /** Fits the best candidate on all rows, reads the holdout, writes the report. */
  async finish(): Promise<SearchResult> {
    const stopped = spentBudget(this.state) ?? 'converged';
    const best = this.state.base;
    const outcome = best && completed(best);
    if (!outcome) throw this.noModel(stopped);
    const { plan } = this.state;
    const { workflowId: searchId } = workflowInfo();
    this.phase('training');
    const trained = await trialActivities(plan, `final fit of ${best.paradigm}`).trainModel({
      searchId,
      contextRef: plan.contextRef,
      key: best.key,
    });
    this.state.time = countSpan(this.state.time, trained.span);
    this.phase('reporting');
    const { transforms, paradigm, hyperparameters, architecture } = trained.candidate;
    const result: SearchResult = {
      searchId,
      strategy: this.state.strategy,
      task: plan.task,
      metric: plan.metric,
      seed: plan.seed,
      seconds: this.state.time.seconds,
      stopped,
      trials: this.state.counts,
      cvScore: outcome.score,
      holdoutScore: trained.holdoutScore,
      best: { key: best.key, features: trained.features, transforms, paradigm, hyperparameters, architecture },
      leaders: this.state.leaders,
      model: trained.model,
      report: '',
      warnings: plan.warnings,
    };
    const { report } = await writeReport({
      contextRef: plan.contextRef,
      dataName: plan.dataName,
      steps: this.state.steps,
      finalArrays: trained.arrays,
      result,
    });
    this.phase('done');
    return { ...result, report };
  }

  progress(): SearchProgress {
    const { plan, strategy, phase, axis, axes, note, time } = this.state;
    const live = { ...this.state, counts: { ...this.state.counts }, trained: { ...this.state.trained } };
    countTrials(live, this.underWay);
    return {
      searchId: workflowInfo().workflowId,
      strategy,
      phase,
      axis: phase === 'searching' ? axis : null,
      step: axis === null ? 0 : axes[axis].steps + 1,
      note,
      metric: plan.metric,
      trials: live.counts,
      maxTrials: plan.maxTrials,
      seconds: time.seconds,
      maxSeconds: plan.maxSeconds,
      leaders: live.leaders,
      warnings: plan.warnings,
    };
  }

  private propose(axis: AxisPlan, progress: AxisProgress, most: number | null): Promise<AdvanceReply> {
    const { plan, steps, base } = this.state;
    const owner = axis.team === null ? '' : `, team ${axis.team}`;
    return advance(
      axis,
      {
        contract: AXIS_CONTRACT,
        searchId: workflowInfo().workflowId,
        contextRef: plan.contextRef,
        state: progress.state,
        incumbent: base,
        unseen: { from: progress.seen, to: steps },
        step: progress.steps,
        seed: deriveSeed('advance', plan.seed, axis.name, progress.steps),
        trialsLeft: most,
      },
      `${axis.name}, step ${progress.steps + 1}${owner}`,
    );
  }

  private async record(
    axis: AxisPlan,
    progress: AxisProgress,
    reply: AdvanceReply,
    trials: TrialSummary[],
  ): Promise<void> {
    const { steps, time, base } = this.state;
    await recordStep({
      searchId: workflowInfo().workflowId,
      record: {
        index: steps,
        axis: axis.name,
        step: progress.steps,
        note: reply.note,
        converged: reply.converged,
        trials,
        seconds: time.seconds,
        incumbent: base?.key ?? null,
        state: reply.state,
      },
    });
    progress.state = reply.state;
    progress.seen = steps;
    progress.steps++;
    this.state.steps++;
  }

  private noModel(stopped: StopReason): Error {
    const { counts, plan } = this.state;
    if (counts.total === 0) {
      return userFailure(
        'NoModel',
        `No trial was evaluated before the ${stopped === 'time' ? `${plan.maxSeconds} s` : 'budget'} ended: raise maxTime or maxTrials.`,
      );
    }
    return userFailure(
      'NoModel',
      `None of ${counts.total} trials could be completed: see their reasons in the steps' results; raise maxTime, or name other paradigms.`,
    );
  }

  private phase(phase: SearchState['phase']): void {
    this.state.phase = phase;
    this.show();
  }

  private show(): void {
    setCurrentDetails(progressMarkdown(this.progress()));
  }
}
