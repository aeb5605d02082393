import type { JobGroup } from '../threads/job-queue.js';
import type { MemoryGate } from '../threads/memory-gate.js';
import type { MemoryWatch } from '../threads/memory-watch.js';
import { isOfSystem, ProcessCrashed, type OwnProcess } from '../threads/own-process.js';
import { LONGEST_TIMER_MS } from '../threads/search-end.js';
import { ThreadLost, type ThreadPool } from '../threads/thread-pool.js';
import { failureOf, type Failure } from './failure.js';

/** Number of lost workers after which a fit runs in its own process, because it may be the cause. */
const MOST_LOST = 2;
/** Number of its own processes that a fit may crash. */
const MOST_CRASHES = 2;

/** Fits of unknown duration start early. */
const UNKNOWN_SECONDS = 5;

/** The threads and processes for fits of this process. */
export interface FitTools {
  pool: ThreadPool;
  /** Processes for fits that may crash theirs: they run the same jobs. */
  ownProcess: OwnProcess;
  memory: MemoryWatch;
  gate: MemoryGate;
}

/** Limits of a group of fits: the folds of a trial, or a single fit. */
export interface FitLimits {
  /** Estimated memory of each. */
  bytes: number;
  /** Time of all, from the start of the first. */
  seconds: number;
  /** Expected duration of all together; null if it is not known. */
  expectedSeconds?: number | null;
  /** Number of workers lost during them. */
  lost: number;
  /** Aborts when the results are not needed any more. */
  cancelled: AbortSignal;
  /** Aborts at the end of the search's time; null for no limit. */
  ended: AbortSignal | null;
  /** Called before the first starts. */
  onStart?: () => void | Promise<void>;
}

/** Why a fit failed, and would fail again under the same limits. */
export interface FitFailure {
  status: 'failed';
  code: Failure['code'] | 'timed-out';
  /** At most 300 characters. */
  reason: string;
  /** For a time-out: the limit of the fits, or the search's. */
  limit?: 'trial' | 'search';
  /** What the job threw, if it was neither a lack of memory nor a crash. (Errors of the learner are results.) */
  thrown?: unknown;
}

/**
 * Runs a group of fits under its limits: in threads, or in processes of their own if workers or a thread were lost with
 * them.
 */
export class Fitter {
  private readonly abort = new AbortController();
  private readonly signal: AbortSignal;
  private stopped: FitFailure | null = null;
  private startedAt: number | null = null;
  private starting: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private endWatch = (): void => undefined;
  private readonly group: JobGroup;

  constructor(
    private readonly tools: FitTools,
    private readonly limits: FitLimits,
  ) {
    const { cancelled, ended, expectedSeconds } = limits;
    this.group = { due: performance.now() - 1000 * (expectedSeconds ?? UNKNOWN_SECONDS), begun: false };
    this.signal = AbortSignal.any([this.abort.signal, cancelled, ...(ended ? [ended] : [])]);
  }

  /** Whether a fit has started. */
  get started(): boolean {
    return this.startedAt !== null;
  }

  /** Since the start of the first fit. */
  get seconds(): number {
    return this.startedAt === null ? 0 : (performance.now() - this.startedAt) / 1000;
  }

  /**
   * Runs a fit. If it fails, the others are ended.
   *
   * @param keeps name of what its thread caches for other fits
   * @returns the job's result, or why the fit failed; null if it was ended because another one failed
   * @throws the reason of `cancelled`; Error for temporary errors: `onStart` failed, or no process could be started
   */
  async run<Result extends { status: string }>(job: object, keeps?: string): Promise<Result | FitFailure | null> {
    try {
      const result = await this.fit<Result>(job, keeps);
      if (result?.status === 'failed') this.abort.abort();
      return result;
    } catch (error) {
      this.abort.abort();
      throw error;
    }
  }

  /** Ends the limits, once all fits have ended. */
  close(): void {
    clearTimeout(this.timer);
    this.endWatch();
  }

  private async fit<Result>(job: object, keeps?: string): Promise<Result | FitFailure | null> {
    const { tools, limits, signal, group } = this;
    let apart = limits.lost >= MOST_LOST;
    for (let crashes = 0; ;) {
      const runner = apart ? tools.ownProcess : tools.pool;
      const run = (): Promise<Result> => runner.run<Result>(job, signal, () => this.start(), { group, keeps });
      try {
        return await tools.gate.run(limits.bytes, signal, run);
      } catch (error) {
        await this.starting;
        if (signal.aborted) return this.endedBy();
        if (isOfSystem(error)) throw error;
        apart = true;
        if (error instanceof ThreadLost || (error instanceof ProcessCrashed && ++crashes < MOST_CRASHES)) continue;
        return failureByItself(error);
      }
    }
  }

  /** The limit that ended a fit; null for another fit's failure. @throws the reason of `cancelled` */
  private endedBy(): FitFailure | null {
    const { cancelled, ended } = this.limits;
    cancelled.throwIfAborted();
    if (this.stopped) return this.stopped;
    if (!ended?.aborted) return null;
    return { status: 'failed', code: 'timed-out', limit: 'search', reason: "the search's time ended" };
  }

  private start(): Promise<void> | undefined {
    if (this.startedAt !== null) return this.starting;
    this.startedAt = performance.now();
    const { seconds, bytes, onStart } = this.limits;
    const reason = `it took longer than ${seconds} s`;
    const late: FitFailure = { status: 'failed', code: 'timed-out', limit: 'trial', reason };
    this.timer = setTimeout(() => this.end(late), Math.min(seconds * 1000, LONGEST_TIMER_MS));
    const watch = this.tools.memory.begin(bytes);
    this.endWatch = () => watch.end();
    watch.exceeded.addEventListener('abort', () => {
      this.end({ status: 'failed', code: 'memory', reason: (watch.exceeded.reason as Error).message });
    });
    return (this.starting = onStart && Promise.resolve(onStart()));
  }

  private end(failure: FitFailure): void {
    this.stopped ??= failure;
    this.abort.abort();
  }
}

/** Why a fit failed that was not ended by a limit. */
function failureByItself(error: unknown): FitFailure {
  if (error instanceof ProcessCrashed) {
    const reason = `it took down ${MOST_CRASHES} processes of its own: ${error.message}`;
    return { status: 'failed', code: 'crashed-worker', reason };
  }
  const failure = failureOf(error);
  return { status: 'failed', ...failure, ...(failure.code === 'error' && { thrown: error }) };
}
