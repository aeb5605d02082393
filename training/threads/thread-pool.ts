import { Piscina } from 'piscina';
import { JobQueue, KeptByThread, type JobPlace } from './job-queue.js';
import { resultOf, type ThreadReply } from './thread-reply.js';

/** A thread ended before its job was done, not because of an error thrown by the job. */
export class ThreadLost extends Error {
  override readonly name = 'ThreadLost';
}

type OnStart = () => void | Promise<void>;

/** Runs jobs in worker threads, at most one in each. */
export interface ThreadPool {
  readonly threads: number;
  /**
   * Waits for a free thread, calls `onStart`, and runs the job in it.
   *
   * @param signal Aborting it takes the job out of the queue, or ends its thread at once.
   * @throws UserError as the job threw it; AbortError once aborted; ThreadLost; Error if the thread ran out of memory
   * (code ERR_WORKER_OUT_OF_MEMORY) or the job threw.
   */
  run<Result>(job: object, signal: AbortSignal, onStart?: OnStart, place?: JobPlace): Promise<Result>;
  close(): Promise<void>;
}

export interface ThreadPoolOptions {
  /** The built thread file: its default export takes a job and returns a ThreadReply. */
  file: URL;
  threads: number;
  /** JavaScript heap of a thread, in MB. */
  memoryMb: number;
  /** Threads that start at once and never end; the others start with a job. Default: none. */
  started?: number;
  /** Idle time after which a thread ends, in ms; default: half an hour. */
  idleMs?: number;
}

/** A new thread compiles its code, loads numeric libraries and prepares data again. */
const IDLE_MS = 30 * 60_000;

export function createThreadPool({ threads, started = 0, ...options }: ThreadPoolOptions): ThreadPool {
  const opened = new Map(
    Array.from({ length: threads }, (_, i) => [new KeptByThread(), openThread(options, i < started ? 1 : 0)]),
  );
  // Time limits need the start of a job, which the pools' own queues do not report.
  const queue = new JobQueue([...opened.keys()]);
  return {
    threads,
    run: async <Result>(job: object, signal: AbortSignal, onStart?: OnStart, place: JobPlace = {}) => {
      const thread = await queue.enter(place);
      try {
        signal.throwIfAborted();
        await onStart?.();
        const reply = opened.get(thread)!.run(job, { signal });
        return resultOf(
          (await reply.catch((error: Error) => {
            thread.clear();
            throw explained(error);
          })) as ThreadReply<Result>,
        );
      } finally {
        queue.leave(thread);
      }
    },
    close: async () => void (await Promise.all([...opened.values()].map((thread) => thread.destroy()))),
  };
}

/** A pool of one thread: so jobs can be given to a certain thread. @param minThreads 1 to start it at once */
function openThread(
  { file, memoryMb, idleMs = IDLE_MS }: Omit<ThreadPoolOptions, 'threads' | 'started'>,
  minThreads: number,
): Piscina {
  const thread = new Piscina({
    filename: file.href,
    minThreads,
    maxThreads: 1,
    idleTimeout: idleMs,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    // Waiting by Atomics would block a thread's own event loop between jobs.
    atomics: 'disabled',
  });
  // Errors without a waiting caller: the answer of a thread that was just ended (the folds of a candidate fail
  // together), or the end of an idle thread. Without a listener they would end the process.
  thread.on('error', (error: Error) => console.warn(error.message));
  return thread;
}

/** The pool distinguishes the end of a thread from an error of its job only by the message. */
function explained(error: Error): Error {
  if (/^worker exited with code/.test(error.message)) return new ThreadLost(`the thread ended (${error.message})`);
  return error;
}
