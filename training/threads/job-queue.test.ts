import { expect, test } from '@jest/globals';
import { JobQueue, KeptByThread, type JobGroup, type JobPlace } from './job-queue.js';

/** Two threads, and the order in which jobs were given to them. */
function queueOfTwo() {
  const threads = [new KeptByThread(), new KeptByThread()];
  const queue = new JobQueue(threads);
  const given: [job: string, thread: number][] = [];
  const enter = (job: string, place: JobPlace = {}): void => {
    void queue.enter(place).then((thread) => given.push([job, threads.indexOf(thread)]));
  };
  const end = async (thread: number): Promise<void> => {
    queue.leave(threads[thread]);
    await settled();
  };
  return { enter, end, given, threads };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const group = (due: number): JobGroup => ({ due, begun: false });

test('of groups that came together the longest begins first, and what has begun goes on first', async () => {
  const { enter, end, given } = queueOfTwo();
  enter('busy', { group: group(0) });
  enter('busy too', { group: group(0) });
  const [short, long, longest] = [group(1000), group(-1000), group(-2000)];
  for (const fold of [0, 1]) enter(`short ${fold}`, { group: short });
  for (const fold of [0, 1, 2]) enter(`long ${fold}`, { group: long });
  await settled();
  await end(0);
  // What comes later is not begun before the rest of what has.
  for (const fold of [0, 1]) enter(`longest ${fold}`, { group: longest });
  for (let i = 0; i < 6; i++) await end(0);
  expect(given.map(([job]) => job)).toEqual([
    'busy',
    'busy too',
    'long 0',
    'long 1',
    'long 2',
    'longest 0',
    'longest 1',
    'short 0',
    'short 1',
  ]);
});

test('what waits is not overtaken for ever by what is longer', async () => {
  const { enter, end, given } = queueOfTwo();
  enter('busy');
  enter('busy too');
  const now = performance.now();
  enter('short', { group: group(now - 100) });
  enter('long, much later', { group: group(now + 20_000 - 10_000) });
  await settled();
  await end(0);
  expect(given.at(-1)).toEqual(['short', 0]);
});

test('a job goes to the thread that keeps what it needs, and to another where it would have to wait', async () => {
  const { enter, end, given } = queueOfTwo();
  const folds = (trial: string, due: number): void => {
    const own = group(due);
    for (const fold of ['a', 'b']) enter(`${trial}${fold}`, { group: own, keeps: fold });
  };
  folds('1', 0);
  folds('2', 1);
  folds('3', 2);
  await settled();
  await end(1);
  await end(0);
  await end(0);
  expect(given).toEqual([
    ['1a', 0],
    ['1b', 1],
    ['2b', 1],
    ['2a', 0],
    ['3a', 0],
  ]);
  await end(0); // The other thread is still busy with 2b.
  expect(given.at(-1)).toEqual(['3b', 0]);
});

test('a job that comes while threads wait goes to the one that keeps what it needs', async () => {
  const { enter, end, given, threads } = queueOfTwo();
  enter('first', { keeps: 'a' });
  enter('second', { keeps: 'b' });
  await settled();
  await end(0);
  await end(1);
  enter('third', { keeps: 'a' });
  await settled();
  await end(0);
  threads[0].clear(); // It ended.
  enter('fourth', { keeps: 'b' });
  await settled();
  expect(given.slice(2)).toEqual([
    ['third', 0],
    ['fourth', 1],
  ]);
});
