import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Candidate } from '../../contracts/candidate/candidate.js';
import { hashJson } from '../../contracts/json.js';
import type { ParadigmDescription } from '../../contracts/candidate/paradigm.js';
import { PLAIN_TRANSFORMS } from '../../contracts/candidate/transform.js';
import type { TrialRecord } from '../../contracts/candidate/trial.js';
import { openStore, type Store } from '../../storage/store.js';
import { exampleContext } from '../../kit/axis/example-context.js';
import { MemoryGate } from '../threads/memory-gate.js';
import { MemoryWatch } from '../threads/memory-watch.js';
import { createOwnProcess } from '../threads/own-process.js';
import { createThreadPool, type ThreadPool } from '../threads/thread-pool.js';
import { BRIEF_MS } from './expected-seconds.js';
import { encodeFold } from './fold-keeper.js';
import { createTrialRunner, type TrialRunner } from './train-trial.js';
import type { TrialLimits, TrialToRun } from './trial-to-run.js';

const MEGABYTE = 2 ** 20;
const JOBS = new URL('../../test/support/hostile-jobs.js', import.meta.url);

/** A paradigm whose learner behaves as its one hyperparameter says. */
const HOSTILE: ParadigmDescription = {
  id: 'hostile',
  version: 1,
  hyperparameters: [
    {
      name: 'behaviour',
      type: 'category',
      values: ['fine', 'slow', 'fail-later', 'throw', 'heap', 'typed-arrays', 'hang', 'exit', 'abort'],
      default: 'fine',
    },
  ],
  architecture: null,
  transforms: PLAIN_TRANSFORMS,
  takesMissing: true,
  defaultWork: 1,
};

// The pool tells of threads that ended.
jest.spyOn(console, 'warn').mockImplementation(() => undefined);

let folder: string;
let store: Store;
let pool: ThreadPool;
let run: TrialRunner;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-trials-'));
  store = openStore(folder);
  pool = createThreadPool({ file: JOBS, threads: 2, memoryMb: 64 });
  run = runnerWith(100);
});
afterEach(async () => {
  await pool.close();
  await rm(folder, { recursive: true, force: true });
});

/** @param memory bytes that this machine has for trials */
function runnerWith(memory: number): TrialRunner {
  return createTrialRunner({
    store,
    pool,
    ownProcess: createOwnProcess({ file: JOBS, memoryMb: 64, threads: 2 }),
    memory: new MemoryWatch(process.memoryUsage.rss() + 400 * MEGABYTE),
    gate: new MemoryGate(memory),
    // Of the 1,000 rows of the data, 800 are the search's.
    estimateBytes: ({ candidate }, rows) => (candidate.features === '0-5' ? 1.1 * rows : 10),
  });
}

function trial(behaviour: string, features = '0-3'): TrialToRun {
  const context = exampleContext({ paradigms: [HOSTILE] });
  const shared = { ref: '', data: new SharedArrayBuffer(8), assignment: new SharedArrayBuffer(8) };
  const candidate: Candidate = {
    features,
    transforms: PLAIN_TRANSFORMS,
    paradigm: 'hostile',
    hyperparameters: { behaviour },
    architecture: null,
  };
  return {
    search: { context, shared, dealt: () => Promise.resolve(shared) },
    candidate,
    repeat: 0,
    key: keyOf(behaviour),
    backend: 'js',
  };
}

const keyOf = (behaviour: string): string => hashJson(behaviour);
const unknown = (): Promise<null> => Promise.resolve(null);
const NOT_BRIEF = { isBrief: false, known: unknown };
const never = (): AbortSignal => new AbortController().signal;

async function outcomeOf(behaviour: string, limits: Partial<TrialLimits> = {}): Promise<TrialRecord['outcome']> {
  const all = { trialSeconds: 60, maxBytes: 1000, cancelled: never(), ended: never(), ...limits };
  const { record, reused } = (await run(trial(behaviour), all, NOT_BRIEF))!;
  expect(reused).toBe(false);
  expect(record).toEqual(await store.trials.read(keyOf(behaviour)));
  expect(await store.claims.isClaimed(keyOf(behaviour))).toBe(false);
  return record.outcome;
}

/** What every failure leaves behind: a pool that goes on working. */
async function expectNextIsFine(): Promise<void> {
  expect(await outcomeOf('fine')).toMatchObject({ status: 'completed', scores: [0, 1, 2, 3, 4] });
}

describe('a trial', () => {
  it.each([
    ['throws', 'throw', { code: 'error', reason: 'the learner has a bug' }],
    ['throws in one of its folds', 'fail-later', { code: 'error', reason: 'this fold cannot be learnt' }],
    ['fills the heap of its thread', 'heap', { code: 'memory' }],
    [
      'fills memory beyond the heap',
      'typed-arrays',
      { code: 'memory', reason: expect.stringMatching(/MB that it may/) },
    ],
    [
      'ends its thread',
      'exit',
      { code: 'crashed-worker', reason: expect.stringMatching(/took down 2 processes of its own/) },
    ],
  ])('that %s fails, and takes nothing down', async (_, behaviour, failure) => {
    expect(await outcomeOf(behaviour)).toMatchObject({ status: 'failed', ...failure });
    await expectNextIsFine();
  });

  it('that hangs is ended at its time limit', async () => {
    const outcome = await outcomeOf('hang', { trialSeconds: 0.3 });
    expect(outcome).toMatchObject({ status: 'timed-out', limit: 'trial', reason: expect.stringMatching(/0\.3 s/) });
    await expectNextIsFine();
  });

  it('that needs more memory than this machine has is trained all the same, a fold at a time', async () => {
    run = runnerWith(5);
    await expectNextIsFine();
  });

  it('whose final fit would need more memory than the plan allows is not started', async () => {
    const limits = { trialSeconds: 60, maxBytes: 1000, cancelled: never(), ended: never() };
    const { outcome } = (await run(trial('fine', '0-5'), limits, NOT_BRIEF))!.record;
    expect(outcome).toMatchObject({
      status: 'failed',
      code: 'memory',
      reason: expect.stringMatching(/needs at least/),
    });
    expect((await store.attempts.of(keyOf('fine'))).started).toBe(0);
  });

  it('whose attempts vanished with their workers runs in a process of its own, and fails where it takes that down', async () => {
    for (const attempt of ['a', 'b']) await store.attempts.started(keyOf('abort'), attempt, { folds: 0, fits: 0 });
    expect(await outcomeOf('abort')).toMatchObject({ status: 'failed', code: 'crashed-worker' });
    expect(await store.attempts.of(keyOf('abort'))).toMatchObject({ started: 3, open: 2, trained: 1 });
  });

  it('that is innocent of the loss of its workers is completed, however many there were', async () => {
    for (const attempt of ['a', 'b', 'c', 'd'])
      await store.attempts.started(keyOf('fine'), attempt, { folds: 0, fits: 0 });
    expect(await outcomeOf('fine')).toMatchObject({ status: 'completed', scores: [0, 1, 2, 3, 4] });
  });

  describe('that is expected to be brief', () => {
    const limits = { trialSeconds: 60, maxBytes: 1000, cancelled: never(), ended: never() };
    const runBrief = async (behaviour: string, cancelled = never()): Promise<TrialRecord | undefined> =>
      (await run(trial(behaviour), { ...limits, cancelled }, { isBrief: true, known: unknown }))?.record;

    it('leaves its record alone in the store', async () => {
      // However slow this machine is just now.
      const later = setTimeout;
      const timers = jest.spyOn(globalThis, 'setTimeout');
      timers.mockImplementation(((act: () => void, ms: number) => later(act, ms === BRIEF_MS ? 60_000 : ms)) as never);
      const record = await runBrief('fine');
      timers.mockRestore();
      expect(record).toEqual(await store.trials.read(keyOf('fine')));
      const files = await readdir(folder, { recursive: true });
      const own = files.filter((file) => file.includes(keyOf('fine').slice(2)));
      expect(own.map((file) => extname(file))).toEqual(['.json']);
    });

    it('is claimed, and stands in the log, once it has gone on for longer', async () => {
      const cancel = new AbortController();
      const running = expect(runBrief('hang', cancel.signal)).rejects.toThrow();
      while (!(await store.claims.isClaimed(keyOf('hang'))) || (await store.attempts.of(keyOf('hang'))).open === 0)
        await new Promise((resolve) => setTimeout(resolve, 10));
      cancel.abort();
      await running;
      expect(await store.claims.isClaimed(keyOf('hang'))).toBe(false);
      expect(await store.attempts.of(keyOf('hang'))).toMatchObject({ started: 1, open: 0, trained: 0 });
    });

    it('waits for no claim of another that trains it too', async () => {
      const other = (await store.claims.claim(keyOf('slow'), never(), () => Promise.resolve(false)))!;
      expect(await runBrief('slow')).toMatchObject({ outcome: { status: 'completed' } });
      expect((await store.attempts.of(keyOf('slow'))).started).toBe(0);
      expect(await other.isHeld()).toBe(true);
      await other.release();
    });
  });

  it('that reaches the end of the search does not replace the record of a search that completed it', async () => {
    await outcomeOf('fine');
    const completed = { ...(await store.trials.read(keyOf('fine')))!, key: keyOf('hang') };
    const ended = new AbortController();
    const limits = { trialSeconds: 60, maxBytes: 1000, cancelled: never(), ended: ended.signal };
    const running = run(trial('hang'), limits, {
      isBrief: true,
      known: unknown,
      onStart: () => void store.trials.write(completed).then(() => ended.abort()),
    });
    expect((await running)!.record).toEqual(completed);
    expect(await store.trials.read(keyOf('hang'))).toEqual(completed);
  });

  it('is not trained if another worker finishes it first', async () => {
    await outcomeOf('fine');
    const record = await store.trials.read(keyOf('fine'));
    const limits = { trialSeconds: 60, maxBytes: 1000, cancelled: never(), ended: never() };
    const known = (): Promise<TrialRecord | null> => Promise.resolve(record);
    expect(await run(trial('fine'), limits, { isBrief: false, known })).toEqual({ record, reused: true });
    expect(await store.claims.isClaimed(keyOf('fine'))).toBe(false);
    expect((await store.attempts.of(keyOf('fine'))).started).toBe(1);
  });

  it('takes up the folds that an earlier attempt left, and leaves nothing behind', async () => {
    const judged = { score: 7, rows: Int32Array.of(1), predictions: Float64Array.of(0.5) };
    const rest = { importances: Float64Array.of(1), effort: null, seconds: 1, work: 1, bytes: 1 };
    await store.checkpoints.writeFold(keyOf('fine'), 3, encodeFold({ status: 'completed', judged, ...rest }));
    expect(await outcomeOf('fine')).toMatchObject({ scores: [0, 1, 2, 7, 4] });
    expect(await store.attempts.of(keyOf('fine'))).toMatchObject({ started: 1, continued: 1, trained: 1 });
    expect(await store.checkpoints.list(keyOf('fine'))).toEqual({ folds: [], fits: [] });
  });

  it('has no outcome where the store cannot be written to: another attempt is made', async () => {
    await mkdir(store.attempts.path(keyOf('fine')), { recursive: true });
    await expect(outcomeOf('fine')).rejects.toThrow(/EISDIR/);
    expect(await store.trials.read(keyOf('fine'))).toBeNull();
    await rm(store.attempts.path(keyOf('fine')), { recursive: true });
    await expectNextIsFine();
  });

  it('starts again where it cannot read what another release left', async () => {
    await store.checkpoints.writeFold(keyOf('fine'), 3, Buffer.from('of another format'));
    await expectNextIsFine();
  });

  it('rejects once nobody wants it, and says so in its log', async () => {
    const cancelled = AbortSignal.timeout(200);
    await expect(outcomeOf('hang', { cancelled })).rejects.toThrow();
    expect(await store.trials.read(keyOf('hang'))).toBeNull();
    expect(await store.attempts.of(keyOf('hang'))).toMatchObject({ started: 1, open: 0, trained: 0 });
    await expectNextIsFine();
  });
});
