import { randomUUID } from 'node:crypto';
import { withColumns, type Candidate } from '../../contracts/candidate.js';
import type { SearchContext } from '../../contracts/context.js';
import type { FailureCode, Outcome, TrialKey, TrialRecord } from '../../contracts/trial.js';
import type { Store } from '../../storage/store.js';
import type { LoadedSearch } from '../runtime/search-loader.js';
import type { ThreadPool } from '../runtime/thread-pool.js';
import { candidateError } from './candidate-error.js';
import type { FoldJob, FoldResult } from './fold-job.js';
import { fitSeed, prepareSeed } from './key.js';
import { combineFolds, type CompletedFold } from './combine-folds.js';

/** Attempts that may vanish with their worker before a trial counts as what killed them. */
const MAX_LOST_ATTEMPTS = 3;

export interface TrialToRun {
  search: LoadedSearch;
  candidate: Candidate;
  /** Which dealing of the rows to folds. */
  repeat: number;
  key: TrialKey;
  backend: string;
}

export interface TrialLimits {
  /** From the start of the first fold. */
  trialSeconds: number;
  /** Nobody wants the result any more. */
  cancelled: AbortSignal;
  /** The search's time is over. */
  ended: AbortSignal;
}

/**
 * Trains and scores one trial, all its folds, and writes its record to the store. Null where the search's time ended
 * before its first fold started. Rejects once cancelled.
 */
export type TrialRunner = (trial: TrialToRun, limits: TrialLimits) => Promise<TrialRecord | null>;

export function createTrialRunner(store: Store, pool: ThreadPool, maxBytes: number): TrialRunner {
  return async (trial, limits) => {
    const { context } = trial.search;
    const invalid = candidateError(context, trial.candidate);
    if (invalid) return save(store, trial, failed('invalid-candidate', invalid));
    const { open } = await store.trials.attempts(trial.key);
    if (open >= MAX_LOST_ATTEMPTS) {
      return save(store, trial, failed('crashed-worker', `${open} attempts at it ended with the loss of their worker`));
    }
    const attempt = new Attempt(store, pool, trial, limits, maxBytes);
    return attempt.run();
  };
}

/** One attempt at a trial: its folds in the pool's threads, under its limits. */
class Attempt {
  private readonly id = randomUUID();
  private readonly stop = new AbortController();
  private started: Promise<void> | null = null;
  private timer: NodeJS.Timeout | undefined;
  private timedOut = false;

  constructor(
    private readonly store: Store,
    private readonly pool: ThreadPool,
    private readonly trial: TrialToRun,
    private readonly limits: TrialLimits,
    private readonly maxBytes: number,
  ) {}

  async run(): Promise<TrialRecord | null> {
    const { cancelled, ended } = this.limits;
    const signal = AbortSignal.any([cancelled, ended, this.stop.signal]);
    const folds = Array.from({ length: this.trial.search.context.plan.folds }, (_, fold) => this.runFold(fold, signal));
    try {
      const results = await Promise.allSettled(folds);
      cancelled.throwIfAborted();
      return await this.conclude(results);
    } finally {
      clearTimeout(this.timer);
      if (this.started) await this.started.then(() => this.store.trials.ended(this.trial.key, this.id));
    }
  }

  private async runFold(fold: number, signal: AbortSignal): Promise<FoldResult> {
    try {
      const result = await this.pool.run<FoldResult>(this.job(fold), signal, () => this.start());
      if (result.status === 'failed') this.stop.abort();
      return result;
    } catch (error) {
      this.stop.abort();
      throw error;
    }
  }

  /** The first fold to get a thread starts the clock. */
  private start(): void {
    if (this.started) return;
    this.started = this.store.trials.started(this.trial.key, this.id);
    this.timer = setTimeout(() => {
      this.timedOut = true;
      this.stop.abort();
    }, this.limits.trialSeconds * 1000);
  }

  private job(fold: number): FoldJob {
    const { search, candidate, repeat } = this.trial;
    const { context } = search;
    return {
      kind: 'fold',
      shared: search.dealt(repeat),
      judge: { task: context.task, metric: context.metric, classes: context.classes.length },
      candidate: forFold(candidate, fold),
      takesMissing: paradigmOf(context, candidate).takesMissing,
      fold,
      fitSeed: fitSeed(context, candidate, { fold, repeat }),
      prepareSeed: prepareSeed(context, { fold, repeat }),
      maxBytes: this.maxBytes,
    };
  }

  private async conclude(results: PromiseSettledResult<FoldResult>[]): Promise<TrialRecord | null> {
    const done = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const completed = done.filter((fold): fold is CompletedFold => fold.status === 'completed');
    const seconds = done.reduce((sum, fold) => sum + fold.seconds, 0);
    if (completed.length === results.length) return this.complete(completed);
    const failure = done.find((fold) => fold.status === 'failed');
    if (failure) return save(this.store, this.trial, failed(failure.code, failure.reason), seconds);
    if (this.timedOut) {
      const reason = `it took longer than ${this.limits.trialSeconds} s (${completed.length} of ${results.length} folds done)`;
      return save(this.store, this.trial, { status: 'timed-out', limit: 'trial', reason }, seconds);
    }
    if (this.limits.ended.aborted) {
      if (!this.started) return null;
      const reason = `the search's time ended (${completed.length} of ${results.length} folds done)`;
      return save(this.store, this.trial, { status: 'timed-out', limit: 'search', reason }, seconds);
    }
    return save(this.store, this.trial, threadFailure(results), seconds);
  }

  private async complete(folds: CompletedFold[]): Promise<TrialRecord> {
    const { outcome, cost, arrays } = combineFolds(folds);
    const record: TrialRecord = {
      key: this.trial.key,
      candidate: this.trial.candidate,
      outcome,
      cost,
      arrays: await this.store.artifacts.put(arrays),
      backend: this.trial.backend,
    };
    await this.store.trials.write(record);
    return record;
  }
}

/** The candidate on the columns of one fold. */
function forFold(candidate: Candidate, fold: number): Candidate {
  const { foldFeatures } = candidate;
  return foldFeatures ? withColumns(candidate, { features: foldFeatures[fold] }) : candidate;
}

function paradigmOf(context: SearchContext, candidate: Candidate): SearchContext['paradigms'][number] {
  // candidateError has made sure that there is one.
  return context.paradigms.find(({ id }) => id === candidate.paradigm)!;
}

function failed(code: FailureCode, reason: string): Outcome {
  return { status: 'failed', code, reason: reason.slice(0, 300) };
}

/** A thread that died: out of memory (its own limit), or for a reason of its own. */
function threadFailure(results: PromiseSettledResult<FoldResult>[]): Outcome {
  const errors = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as NodeJS.ErrnoException] : [],
  );
  const error = errors.find(({ name }) => name !== 'AbortError') ?? errors[0];
  const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY' || error.name === 'RangeError';
  return failed(outOfMemory ? 'memory' : 'error', error.message);
}

async function save(store: Store, trial: TrialToRun, outcome: Outcome, seconds = 0): Promise<TrialRecord> {
  const { key, candidate, backend } = trial;
  const record: TrialRecord = { key, candidate, outcome, cost: { seconds, work: 0, bytes: 0 }, arrays: null, backend };
  await store.trials.write(record);
  return record;
}
