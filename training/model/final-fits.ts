import type { CompletedOutcome, TrialRecord } from '../../contracts/candidate/trial.js';
import type { Store } from '../../storage/store.js';
import { FitClock } from '../threads/fit-clock.js';
import type { MemoryGate } from '../threads/memory-gate.js';
import type { MemoryWatch } from '../threads/memory-watch.js';
import { isOfSystem, ProcessCrashed, type OwnProcess } from '../threads/own-process.js';
import type { LoadedSearch } from '../data/search-loader.js';
import { ThreadLost, type ThreadPool } from '../threads/thread-pool.js';
import { jobFailure } from '../fit/failure.js';
import { fitSeed, prepareSeed } from '../trial/key.js';
import { allRows, type EstimateBytes } from '../trial/refusal.js';
import { FitFailed, lostTooOften } from './delivery.js';
import type { FinalFit, FinalJob, FinalResult } from './final-job.js';

/** What final fits run in. */
export interface FinalFits {
  store: Store;
  pool: ThreadPool;
  ownProcess: OwnProcess;
  memory: MemoryWatch;
  gate: MemoryGate;
  estimateBytes: EstimateBytes;
}

export interface FinalLimits {
  /** Limit for one trial, all its folds. */
  trialSeconds: number;
  cancelled: AbortSignal;
  /** Workers that were lost while they made these fits. */
  lost: number;
}

/** Workers that may be lost before the fits get a process each: it may be they that take their worker down. */
const MOST_LOST = 2;
/** Processes of its own that a fit may take down. */
const MOST_CRASHES = 2;

/**
 * The fits on the search's rows and on all.
 *
 * @throws FitFailed where one of them fails, and would again; AbortError once cancelled; Error for what may pass. The
 *   other is ended before: the next attempt writes the same checkpoints.
 */
export async function fitBoth(
  tools: FinalFits,
  search: LoadedSearch,
  record: TrialRecord,
  outcome: CompletedOutcome,
  limits: FinalLimits,
): Promise<[FinalFit, FinalFit]> {
  lostTooOften(limits.lost);
  const failed = new AbortController();
  const signal = AbortSignal.any([limits.cancelled, failed.signal]);
  const fits = (['search', 'all'] as const).map(async (rows) => {
    try {
      const job = finalJob(tools.store, search, record, outcome, rows);
      return await new FinalAttempts(tools, search, job, { ...limits, cancelled: signal }).run();
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  });
  const results = await Promise.allSettled(fits);
  limits.cancelled.throwIfAborted();
  // What one was ended for is what the other threw.
  if (failed.signal.aborted) throw failed.signal.reason;
  return results.map((result) => (result as PromiseFulfilledResult<FinalFit>).value) as [FinalFit, FinalFit];
}

/** One of the fits: in a thread, and in processes of its own where it may be what ends threads or workers. */
class FinalAttempts {
  private apart: boolean;
  private crashes = 0;

  constructor(
    private readonly tools: FinalFits,
    private readonly search: LoadedSearch,
    private readonly job: FinalJob,
    private readonly limits: FinalLimits,
  ) {
    this.apart = limits.lost >= MOST_LOST;
  }

  async run(): Promise<FinalFit> {
    for (;;) {
      const result = await this.attempt();
      if (result?.status === 'completed') return result;
      if (result) throw new FitFailed(result.code, result.reason);
    }
  }

  /** @returns null where it is to be made again, in a process of its own */
  private async attempt(): Promise<FinalResult | null> {
    const { tools, job, limits, bytes } = this;
    const clock = new FitClock(tools.memory, bytes, this.seconds);
    const signal = AbortSignal.any([limits.cancelled, clock.signal]);
    const runner = this.apart ? tools.ownProcess : tools.pool;
    try {
      return await tools.gate.run(bytes, signal, () => runner.run<FinalResult>(job, signal, () => clock.begin()));
    } catch (error) {
      limits.cancelled.throwIfAborted();
      if (clock.stopped) throw new FitFailed(...clock.stopped);
      return this.afterLoss(error);
    } finally {
      clock.stop();
    }
  }

  private afterLoss(error: unknown): null {
    if (isOfSystem(error)) throw error;
    this.apart = true;
    if (error instanceof ThreadLost) return null;
    if (!(error instanceof ProcessCrashed)) {
      const { code, reason } = jobFailure(error);
      throw new FitFailed(code, reason);
    }
    if (++this.crashes < MOST_CRASHES) return null;
    throw new FitFailed('crashed-worker', `it took down ${MOST_CRASHES} processes of its own: ${error.message}`);
  }

  /** It has more rows than a trial, and may take as much longer. */
  private get seconds(): number {
    const { context } = this.search;
    return (this.limits.trialSeconds * allRows(context)) / context.plan.searchRows;
  }

  private get bytes(): number {
    const { tools, search, job } = this;
    return tools.estimateBytes({ search, candidate: job.candidate }, allRows(search.context));
  }
}

function finalJob(
  store: Store,
  { context, shared }: LoadedSearch,
  { key, candidate }: TrialRecord,
  { effort }: CompletedOutcome,
  rows: FinalJob['rows'],
): FinalJob {
  return {
    kind: 'final',
    shared,
    judge: { task: context.task, metric: context.metric, classes: context.classes.length },
    candidate,
    takesMissing: context.paradigms.find(({ id }) => id === candidate.paradigm)?.takesMissing ?? false,
    rows,
    fitSeed: fitSeed(context, candidate, 'final'),
    prepareSeed: prepareSeed(context, 'final'),
    effort,
    checkpoints: { file: store.checkpoints.fitFile(key, `final-${rows}`), told: null },
  };
}
