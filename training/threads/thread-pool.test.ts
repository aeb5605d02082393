import { afterEach, expect, test } from '@jest/globals';
import { createThreadPool, type ThreadPool } from './thread-pool.js';

interface Reply {
  thread: number;
  made: boolean;
}

const pools: ThreadPool[] = [];
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

function open(threads: number, idleMs?: number, started?: number): (needs: string) => Promise<Reply> {
  const file = new URL('../../test/support/keeping-jobs.js', import.meta.url);
  const pool = createThreadPool({ file, threads, memoryMb: 64, idleMs, started });
  pools.push(pool);
  return (needs) => pool.run<Reply>({ needs }, new AbortController().signal, undefined, { keeps: needs });
}

test('what a thread has made is made once: those that need it again go to that thread', async () => {
  const run = open(2);
  await Promise.all(['a', 'b'].map(run));
  const again = await Promise.all(['b', 'a', 'b', 'a'].map(run));
  expect(again.map(({ made }) => made)).toEqual([false, false, false, false]);
  expect(new Set(again.map(({ thread }) => thread)).size).toBe(2);
});

test('threads can start before their first job', async () => {
  const [early, late] = [open(1, undefined, 1), open(1)];
  const second = await late('a');
  // Threads are numbered as they start.
  expect((await early('a')).thread).toBeLessThan(second.thread);
});

test('a thread keeps what it has made until it has been idle for long', async () => {
  const [patient, impatient] = [open(1), open(1, 50)];
  const [first] = await Promise.all([patient('library'), impatient('library')]);
  let idle: Reply;
  // Each look lets it idle a little longer.
  for (let pause = 60; !(idle = await impatient('library')).made; pause *= 2)
    await new Promise((resolve) => setTimeout(resolve, pause));
  expect(idle.made).toBe(true);
  expect(await patient('library')).toEqual({ thread: first.thread, made: false });
});
