import { fork } from 'node:child_process';
import pLimit from 'p-limit';
import type { ThreadPool, ThreadPoolOptions } from './thread-pool.js';
import { resultOf, type ThreadReply } from './thread-reply.js';

/** A job crashed its own process. */
export class ProcessCrashed extends Error {
  override readonly name = 'ProcessCrashed';
}

/** Runs each job in its own process, so that a crash does not affect others. */
export interface OwnProcess {
  /**
   * As a thread pool's `run`; the process is killed once the signal aborts.
   *
   * @throws ProcessCrashed if the process ended without an answer
   */
  run: ThreadPool['run'];
}

/** Whether an error is that a process could not be started: memory and process ids may be there again later. */
export function isOfSystem(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).syscall?.startsWith('spawn') ?? false;
}

/** @param options.file of threads, which calls `serveProcess`; as many processes run at once as a pool would have threads */
export function createOwnProcess({ file, memoryMb, threads }: ThreadPoolOptions): OwnProcess {
  const limit = pLimit(threads);
  return {
    run: <Result>(job: object, signal: AbortSignal, onStart?: () => void | Promise<void>) =>
      limit(async () => {
        signal.throwIfAborted();
        await onStart?.();
        return resultOf(await ask<Result>(file, memoryMb, job, signal));
      }),
  };
}

function ask<Result>(file: URL, memoryMb: number, job: object, signal: AbortSignal): Promise<ThreadReply<Result>> {
  return new Promise((resolve, reject) => {
    const child = fork(file, [], {
      execArgv: [`--max-old-space-size=${memoryMb}`],
      // Typed arrays are sent as such.
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      signal,
      killSignal: 'SIGKILL',
    });
    child.once('error', reject);
    child.once('exit', (code, how) => reject(new ProcessCrashed(`its process ended (${how ?? `exit ${code}`})`)));
    child.once('message', (reply) => {
      resolve(reply as ThreadReply<Result>);
      child.disconnect();
    });
    // If this fails, the process has ended, which is handled above.
    child.send(withCopies(job), () => undefined);
  });
}

/** Shared memory is not available in other processes, so it is copied. */
function withCopies(value: unknown): object {
  if (value instanceof SharedArrayBuffer) return Uint8Array.from(new Uint8Array(value)).buffer;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value as object;
  if (Array.isArray(value)) return value.map(withCopies);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withCopies(part)]));
}
