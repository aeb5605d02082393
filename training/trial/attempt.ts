import type { SearchContext } from '../../contracts/module/context.js';
import { forFold } from '../../contracts/candidate/candidate.js';
import type { Outcome, TrialRecord } from '../../contracts/candidate/trial.js';
import { CANCELLED } from '../../storage/attempts.js';
import type { Store } from '../../storage/store.js';
import type { MemoryGate } from '../threads/memory-gate.js';
import type { MemoryWatch } from '../threads/memory-watch.js';
import { isOfSystem, ProcessCrashed, type OwnProcess } from '../threads/own-process.js';
import { ThreadLost, type ThreadPool } from '../threads/thread-pool.js';
import { saveCompleted, saveFailure, type CompletedFold } from './combine-folds.js';
import { failed, jobFailure } from '../fit/failure.js';
import type { FoldJob, FoldResult } from '../fit/fold-job.js';
import { FoldKeeper } from './fold-keeper.js';
import { fitSeed, prepareSeed } from './key.js';
import { allRows } from './refusal.js';
import type { TrialLimits, TrialRun, TrialToRun } from './trial-to-run.js';

/** What an attempt says of itself that took down the process that it had for itself. */
export const CRASHED = Symbol('crashed');

/** Threads that a fold may lose before it goes on in a process of its own: it may be the cause. */
const MOST_THREADS_LOST = 2;

export interface AttemptDependencies {
  store: Store;
  pool: ThreadPool;
  ownProcess: OwnProcess;
  memory: MemoryWatch;
  gate: MemoryGate;
}

export interface AttemptOptions {
  trial: TrialToRun;
  limits: TrialLimits;
  run: TrialRun;
  /** In a process of its own, rather than in a thread. */
  apart: boolean;
  /** What one of its folds takes, by an estimate. */
  bytes: number;
}

/** One attempt at a trial: its folds in the pool's threads, under its limits. */
export class Attempt {
  private readonly stop = new AbortController();
  private readonly folds: FoldKeeper;
  private started: Promise<void> | null = null;
  private timer: NodeJS.Timeout | undefined;
  private timedOut = false;
  private outOfMemory: string | null = null;
  private endWatch: () => void = () => undefined;

  constructor(
    private readonly id: string,
    private readonly deps: AttemptDependencies,
    private readonly options: AttemptOptions,
  ) {
    this.folds = new FoldKeeper(deps.store.checkpoints, options.trial.key, this.context.plan.folds);
  }

  /** @returns as a TrialRunner does, or CRASHED */
  async run(): Promise<TrialRecord | null | typeof CRASHED> {
    const { cancelled, ended } = this.options.limits;
    const { claim } = this.options.run;
    await this.folds.takeUp();
    const signals = [cancelled, ended, this.stop.signal, ...(claim ? [claim.lost] : [])];
    const signal = AbortSignal.any(signals);
    let how: string = CANCELLED;
    try {
      const numbers = Array.from({ length: this.context.plan.folds }, (_, fold) => fold);
      const results = await Promise.allSettled(numbers.map((fold) => this.runFold(fold, signal)));
      cancelled.throwIfAborted();
      await this.throwIfNotItsFault(results);
      if (results.some((result) => result.status === 'rejected' && result.reason instanceof ProcessCrashed)) {
        how = CRASHED.description!;
        return CRASHED;
      }
      const record = await this.conclude(results);
      how = record?.outcome.status ?? CANCELLED;
      if (record && record.outcome.status !== 'timed-out') await this.folds.forget();
      return record;
    } finally {
      clearTimeout(this.timer);
      this.endWatch();
      if (this.started) await this.started.then(() => this.logEnd(how));
    }
  }

  /**
   * What went wrong with the store, the claim or the system is not an outcome of the trial: the activity fails of it and is
   * tried again.
   */
  private async throwIfNotItsFault(results: readonly PromiseSettledResult<FoldResult>[]): Promise<void> {
    await this.started;
    const { claim } = this.options.run;
    claim?.lost.throwIfAborted();
    if (claim && !(await claim.isHeld())) throw new Error('another worker has taken over the trial');
    for (const result of results) {
      if (result.status === 'rejected' && isOfSystem(result.reason)) throw result.reason;
    }
  }

  private logEnd(how: string): Promise<void> {
    const { attempts } = this.deps.store;
    const { key } = this.options.trial;
    return how === CRASHED.description ? attempts.crashed(key, this.id) : attempts.ended(key, this.id, how);
  }

  private async runFold(fold: number, signal: AbortSignal): Promise<FoldResult> {
    const known = this.folds.done(fold);
    if (known) return known;
    for (let lost = 0; ; lost++) {
      try {
        const apart = this.options.apart || lost > MOST_THREADS_LOST;
        const result = await this.execute(await this.job(fold), signal, apart);
        if (result.status === 'failed') this.stop.abort();
        else await this.folds.keep(fold, result);
        return result;
      } catch (error) {
        // It goes on from its checkpoint in another one.
        if (error instanceof ThreadLost && !signal.aborted) continue;
        this.stop.abort();
        throw error;
      }
    }
  }

  private execute(job: FoldJob, signal: AbortSignal, apart: boolean): Promise<FoldResult> {
    const { pool, ownProcess, gate } = this.deps;
    const runner = apart ? ownProcess : pool;
    return gate.run(this.options.bytes, signal, () => runner.run<FoldResult>(job, signal, () => this.start()));
  }

  /** The first fold to get a thread starts the clock. */
  private start(): Promise<void> {
    if (this.started) return this.started;
    const { trial, limits, run, bytes } = this.options;
    this.folds.start();
    this.started = this.deps.store.attempts.started(trial.key, this.id, this.folds.takenUp);
    this.timer = setTimeout(() => {
      this.timedOut = true;
      this.stop.abort();
    }, limits.trialSeconds * 1000);
    this.watchMemory(bytes);
    run.onStart?.(() => this.folds.progress());
    return this.started;
  }

  private watchMemory(bytes: number): void {
    const watch = this.deps.memory.begin(bytes);
    this.endWatch = () => watch.end();
    watch.exceeded.addEventListener('abort', () => {
      this.outOfMemory = (watch.exceeded.reason as Error).message;
      this.stop.abort();
    });
  }

  private async job(fold: number): Promise<FoldJob> {
    const { search, candidate, repeat } = this.options.trial;
    const { context } = search;
    return {
      kind: 'fold',
      shared: await search.dealt(repeat),
      judge: { task: context.task, metric: context.metric, classes: context.classes.length },
      candidate: forFold(candidate, fold),
      takesMissing: context.paradigms.find(({ id }) => id === candidate.paradigm)!.takesMissing,
      fold,
      fitSeed: fitSeed(context, candidate, { fold, repeat }),
      prepareSeed: prepareSeed(context, { fold, repeat }),
      limit: { maxBytes: this.options.limits.maxBytes, rows: allRows(context) },
      checkpoints: this.folds.place(fold),
    };
  }

  private async conclude(results: PromiseSettledResult<FoldResult>[]): Promise<TrialRecord | null> {
    const { trial, limits } = this.options;
    const done = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const completed = done.filter((fold): fold is CompletedFold => fold.status === 'completed');
    const seconds = done.reduce((sum, fold) => sum + fold.seconds, 0);
    const save = (outcome: Outcome): Promise<TrialRecord> => saveFailure(this.deps.store, trial, outcome, seconds);
    if (completed.length === results.length) return saveCompleted(this.deps.store, trial, completed);
    const failure = done.find((fold) => fold.status === 'failed');
    if (failure) return save(failed(failure.code, failure.reason));
    if (this.outOfMemory !== null) return save(failed('memory', this.outOfMemory));
    const how = `${completed.length} of ${results.length} folds done`;
    if (this.timedOut) {
      return save({
        status: 'timed-out',
        limit: 'trial',
        reason: `it took longer than ${limits.trialSeconds} s (${how})`,
      });
    }
    if (limits.ended.aborted) {
      if (!this.started) return null;
      return save({ status: 'timed-out', limit: 'search', reason: `the search's time ended (${how})` });
    }
    return save(firstFailure(results));
  }

  private get context(): SearchContext {
    return this.options.trial.search.context;
  }
}

/** The first job that ended by an error, rather than because others had. */
function firstFailure(results: PromiseSettledResult<FoldResult>[]): Outcome {
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
  const { code, reason } = jobFailure(errors.find(({ name }) => name !== 'AbortError') ?? errors[0]);
  return failed(code, reason);
}
