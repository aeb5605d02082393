import pLimit from 'p-limit';
import { Piscina } from 'piscina';
import { resultOf, type ThreadReply } from './thread-reply.js';

/** A thread ended before its job was done, not because of an error thrown by the job. */
export class ThreadLost extends Error {
  override readonly name = 'ThreadLost';
}

/** Runs jobs in worker threads, at most one in each. */
export interface ThreadPool {
  readonly threads: number;
  /**
   * Waits for a free thread, calls `onStart`, and runs the job in it.
   *
   * @param signal Aborting it takes the job out of the queue, or ends its thread at once.
   * @throws UserError as the job threw it; AbortError once aborted; ThreadLost; Error where the thread ran out of memory
   * (code ERR_WORKER_OUT_OF_MEMORY) or the job threw.
   */
  run<Result>(job: object, signal: AbortSignal, onStart?: () => void | Promise<void>): Promise<Result>;
  close(): Promise<void>;
}

export interface ThreadPoolOptions {
  /** The built thread file: its default export takes a job and returns a ThreadReply. */
  file: URL;
  threads: number;
  /** JavaScript heap of a thread, in MB. */
  memoryMb: number;
}

export function createThreadPool({ file, threads, memoryMb }: ThreadPoolOptions): ThreadPool {
  const pool = new Piscina({
    filename: file.href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 60_000,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    // Waiting by Atomics would block a thread's own event loop between jobs.
    atomics: 'disabled',
  });
  // Errors without a waiting caller: the answer of a thread that was just ended (the folds of a candidate fail
  // together), or the end of an idle thread. Without a listener they would end the process.
  pool.on('error', (error: Error) => console.warn(error.message));
  // Time limits need the start of a job, which the pool's own queue does not report.
  const limit = pLimit(threads);
  return {
    threads,
    run: <Result>(job: object, signal: AbortSignal, onStart?: () => void | Promise<void>) =>
      limit(async () => {
        signal.throwIfAborted();
        await onStart?.();
        return resultOf((await pool.run(job, { signal }).catch(explainLoss)) as ThreadReply<Result>);
      }),
    close: () => pool.destroy(),
  };
}

/** The pool distinguishes the end of a thread from an error of its job only by the message. */
function explainLoss(error: Error): never {
  if (/^worker exited with code/.test(error.message)) throw new ThreadLost(`the thread ended (${error.message})`);
  throw error;
}
