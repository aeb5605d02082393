import { expect, it } from '@jest/globals';
import { MemoryGate } from '../threads/memory-gate.js';
import { MemoryWatch } from '../threads/memory-watch.js';
import { ProcessCrashed } from '../threads/own-process.js';
import { ThreadLost, type ThreadPool } from '../threads/thread-pool.js';
import { Fitter, type FitLimits } from './fitter.js';

type Run = () => Promise<object>;
const DONE = { status: 'completed' };
const done: Run = () => Promise.resolve(DONE);
const failing =
  (error: Error): Run =>
  () =>
    Promise.reject(error);
const never: Run = () => new Promise(() => undefined);

/** Runs jobs as told, one after the other; the last is repeated. */
class Runner {
  calls = 0;

  constructor(private readonly runs: Run[]) {}

  readonly run: ThreadPool['run'] = async <Result>(
    _job: object,
    signal: AbortSignal,
    onStart?: () => void | Promise<void>,
  ) => {
    await onStart?.();
    signal.throwIfAborted();
    const run = this.runs[Math.min(this.calls++, this.runs.length - 1)];
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
    return (await Promise.race([run(), aborted])) as Result;
  };
}

/** A fitter whose threads and processes do as told. */
function open(threads: Run[], processes: Run[] = [], limits: Partial<FitLimits> = {}) {
  const [pool, ownProcess] = [new Runner(threads), new Runner(processes)];
  const tools = {
    pool: { threads: 1, run: pool.run, close: () => Promise.resolve() },
    ownProcess,
    memory: new MemoryWatch(Infinity),
    gate: new MemoryGate(Infinity),
  };
  const cancelled = new AbortController().signal;
  const fitter = new Fitter(tools, { bytes: 1, seconds: 60, lost: 0, cancelled, ended: null, ...limits });
  const run = (): Promise<unknown> => fitter.run<{ status: string }>({});
  return { fitter, run, pool, ownProcess };
}

it('runs a fit in a thread, and in a process of its own after two lost workers', async () => {
  const { run, ownProcess } = open([done], [done], { lost: 1 });
  expect(await run()).toBe(DONE);
  expect(ownProcess.calls).toBe(0);
  const apart = open([done], [done], { lost: 2 });
  expect(await apart.run()).toBe(DONE);
  expect([apart.pool.calls, apart.ownProcess.calls]).toEqual([0, 1]);
});

it('goes on in a process of its own after a lost thread, and fails after two crashes', async () => {
  const lost = failing(new ThreadLost('lost'));
  const crashes = failing(new ProcessCrashed('its process ended (exit 3)'));
  const saved = open([lost], [crashes, done]);
  expect(await saved.run()).toBe(DONE);
  expect([saved.pool.calls, saved.ownProcess.calls]).toEqual([1, 2]);
  const { run, ownProcess } = open([lost], [crashes]);
  const reason = 'it took down 2 processes of its own: its process ended (exit 3)';
  expect(await run()).toEqual({ status: 'failed', code: 'crashed-worker', reason });
  expect(ownProcess.calls).toBe(2);
});

it('tells a lack of memory from other errors, and throws what is temporary', async () => {
  const code = 'ERR_WORKER_OUT_OF_MEMORY';
  const outOfMemory = open([failing(Object.assign(new Error('heap limit'), { code }))]);
  expect(await outOfMemory.run()).toEqual({ status: 'failed', code: 'memory', reason: 'heap limit' });
  const thrown = new Error('no such module');
  expect(await open([failing(thrown)]).run()).toEqual({
    status: 'failed',
    code: 'error',
    reason: 'no such module',
    thrown,
  });
  const spawn = Object.assign(new Error('spawn EAGAIN'), { syscall: 'spawn node' });
  await expect(open([done], [failing(spawn)], { lost: 2 }).run()).rejects.toBe(spawn);
  const onStart = (): Promise<void> => Promise.reject(new Error('disk full'));
  await expect(open([done], [], { onStart }).run()).rejects.toThrow('disk full');
});

it('ends all fits at their time limit, which begins with the first', async () => {
  let starts = 0;
  const { fitter, run } = open([never], [], { seconds: 0.01, onStart: () => void starts++ });
  expect([fitter.started, fitter.seconds]).toEqual([false, 0]);
  const late = { status: 'failed', code: 'timed-out', limit: 'trial', reason: 'it took longer than 0.01 s' };
  expect(await Promise.all([run(), run()])).toEqual([late, late]);
  expect([fitter.started, starts]).toEqual([true, 1]);
  fitter.close();
});

it("ends with the search's time, before or after the start", async () => {
  const over = { status: 'failed', code: 'timed-out', limit: 'search', reason: "the search's time ended" };
  const before = open([done], [], { ended: AbortSignal.abort() });
  expect(await before.run()).toEqual(over);
  expect(before.fitter.started).toBe(false);
  const ended = new AbortController();
  const { fitter, run } = open([never], [], { ended: ended.signal, onStart: () => ended.abort() });
  expect(await run()).toEqual(over);
  fitter.close();
});

it('ends the others where one fails, and all where they are cancelled', async () => {
  const failed = { status: 'failed', code: 'error', reason: 'singular' };
  const { fitter, run } = open([never, () => Promise.resolve(failed)]);
  expect(await Promise.all([run(), run()])).toEqual([null, failed]);
  fitter.close();
  const cancelled = new AbortController();
  const other = open([never], [], { cancelled: cancelled.signal });
  const running = other.run();
  cancelled.abort(new Error('not needed'));
  await expect(running).rejects.toThrow('not needed');
  other.fitter.close();
});
