import type { MemoryGate } from '../threads/memory-gate.js';
import type { MemoryWatch } from '../threads/memory-watch.js';
import { isOfSystem, ProcessCrashed, type OwnProcess } from '../threads/own-process.js';
import { LONGEST_TIMER_MS } from '../threads/search-end.js';
import { ThreadLost, type ThreadPool } from '../threads/thread-pool.js';
import { failureOf, type Failure } from './failure.js';

/** Workers that may be lost in the middle of a fit before it gets a process of its own: it may be the cause. */
const MOST_LOST = 2;
/** Processes of its own that a fit may take down. */
const MOST_CRASHES = 2;

/** Where the fits of this process run. */
export interface FitTools {
  pool: ThreadPool;
  /** Processes for fits that may take theirs down: they run the same jobs. */
  ownProcess: OwnProcess;
  memory: MemoryWatch;
  gate: MemoryGate;
}

/** What fits that belong together may take: one alone, or the folds of a trial. */
export interface FitLimits {
  /** Memory of each, by an estimate. */
  bytes: number;
  /** Time of all, from the start of the first. */
  seconds: number;
  /** Workers that were lost in the middle of them. */
  lost: number;
  /** Nobody wants them any more. */
  cancelled: AbortSignal;
  /** The search's time is over; null where it does not matter. */
  ended: AbortSignal | null;
  /** Called before the first starts. */
  onStart?: () => void | Promise<void>;
}

/** Why a fit gave nothing, and would give nothing again under the same limits. */
export interface FitFailure {
  status: 'failed';
  code: Failure['code'] | 'timed-out';
  /** At most 300 characters. */
  reason: string;
  /** Of a time-out: the fits' own, or the search's. */
  limit?: 'trial' | 'search';
  /** What the job threw that was neither a lack of memory nor a crash: its results say what the learner threw. */
  thrown?: unknown;
}

/**
 * Runs fits that belong together under their limits: in threads, and in processes of their own where workers or a thread
 * were lost with them.
 */
export class Fitter {
  private readonly abort = new AbortController();
  private readonly signal: AbortSignal;
  private stopped: FitFailure | null = null;
  private startedAt: number | null = null;
  private starting: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private endWatch = (): void => undefined;

  constructor(
    private readonly tools: FitTools,
    private readonly limits: FitLimits,
  ) {
    const { cancelled, ended } = limits;
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
   * Runs a fit. One that fails ends the others.
   *
   * @returns what the job gives, or why the fit failed; null where another's failure ended it
   * @throws the reason of `cancelled`; Error for what may pass: `onStart` failed, or no process could be started
   */
  async run<Result extends { status: string }>(job: object): Promise<Result | FitFailure | null> {
    try {
      const result = await this.fit<Result>(job);
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

  private async fit<Result>(job: object): Promise<Result | FitFailure | null> {
    const { tools, limits, signal } = this;
    let apart = limits.lost >= MOST_LOST;
    for (let crashes = 0; ;) {
      const runner = apart ? tools.ownProcess : tools.pool;
      const run = (): Promise<Result> => runner.run<Result>(job, signal, () => this.start());
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

/** Why a fit failed that no limit ended. */
function failureByItself(error: unknown): FitFailure {
  if (error instanceof ProcessCrashed) {
    const reason = `it took down ${MOST_CRASHES} processes of its own: ${error.message}`;
    return { status: 'failed', code: 'crashed-worker', reason };
  }
  const failure = failureOf(error);
  return { status: 'failed', ...failure, ...(failure.code === 'error' && { thrown: error }) };
}
