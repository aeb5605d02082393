import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashJson } from '../../contracts/json.js';
import { PLAIN_TRANSFORMS } from '../../contracts/candidate/transform.js';
import type { CompletedOutcome, TrialRecord } from '../../contracts/candidate/trial.js';
import { exampleContext } from '../../kit/axis/example-context.js';
import { openStore } from '../../storage/store.js';
import { MemoryGate } from '../threads/memory-gate.js';
import { MemoryWatch } from '../threads/memory-watch.js';
import { createOwnProcess } from '../threads/own-process.js';
import { createThreadPool, type ThreadPool } from '../threads/thread-pool.js';
import { fitBoth, type FinalFitTools } from './final-fits.js';

const MEGABYTE = 2 ** 20;
const JOBS = new URL('../../test/support/hostile-jobs.js', import.meta.url);
const THREAD = new URL('../../dist/workers/threads/thread.js', import.meta.url);

// The pool tells of threads that ended.
jest.spyOn(console, 'warn').mockImplementation(() => undefined);

let folder: string;
let pool: ThreadPool;
let tools: FinalFitTools;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coaxial-final-'));
  pool = createThreadPool({ file: JOBS, threads: 2, memoryMb: 64 });
  tools = {
    store: openStore(folder),
    pool,
    ownProcess: createOwnProcess({ file: JOBS, memoryMb: 64, threads: 2 }),
    memory: new MemoryWatch(process.memoryUsage.rss() + 400 * MEGABYTE),
    gate: new MemoryGate(1000 * MEGABYTE),
    estimateBytes: () => 10,
  };
});
afterAll(async () => {
  await pool.close();
  await rm(folder, { recursive: true, force: true });
});

/** Both final fits of a learner that behaves so where it has all rows. */
async function fits(
  behaviour: string,
  { lost = 0, trialSeconds = 60, ...more }: Partial<FinalFitTools> & { lost?: number; trialSeconds?: number } = {},
): Promise<unknown> {
  const context = exampleContext();
  const shared = { ref: '', data: new SharedArrayBuffer(8), assignment: new SharedArrayBuffer(8) };
  const outcome: CompletedOutcome = { status: 'completed', score: 1, scores: [1], spread: 0, effort: null };
  const record: TrialRecord = {
    key: hashJson(behaviour),
    candidate: {
      features: '0-3',
      transforms: PLAIN_TRANSFORMS,
      paradigm: 'hostile',
      hyperparameters: { behaviour },
      architecture: null,
    },
    outcome,
    cost: { seconds: 1, work: 1, bytes: 1 },
    arrays: null,
    backend: 'js',
  };
  const limits = { trialSeconds, lost, cancelled: new AbortController().signal };
  const search = { context, shared, dealt: () => Promise.resolve(shared) };
  const made = await fitBoth({ ...tools, ...more }, search, record, outcome, limits).catch((error: unknown) => error);
  return Array.isArray(made) ? made.map((one) => (one as unknown as { rows: string }).rows) : made;
}

describe('final fits', () => {
  it.each([
    ['throw', { code: 'error', message: 'the learner has a bug' }],
    ['heap', { code: 'memory' }],
    ['typed-arrays', { code: 'memory', message: expect.stringMatching(/MB that it may/) }],
    ['exit', { code: 'crashed-worker', message: expect.stringMatching(/took down 2 processes of its own/) }],
  ])('that fail on all rows alone do so once and for all, with their reason: %s', async (behaviour, failure) => {
    expect(await fits(behaviour)).toMatchObject({ name: 'FitFailed', ...failure });
    expect(await fits('fine')).toEqual(['search', 'all']);
  });

  it('have a limit in time, by the rows that they have', async () => {
    const { searchRows, holdoutRows, unusedRows } = exampleContext().plan;
    const seconds = (0.2 * (searchRows + holdoutRows + unusedRows)) / searchRows;
    const message = expect.stringContaining(`longer than ${seconds} s`) as unknown;
    expect(await fits('hang', { trialSeconds: 0.2 })).toMatchObject({ code: 'timed-out', message });
  });

  it('get processes of their own once workers were lost with them, which give errors back', async () => {
    expect(await fits('throw', { lost: 2 })).toMatchObject({ code: 'error', message: 'the learner has a bug' });
    expect(await fits('abort', { lost: 2 })).toMatchObject({ code: 'crashed-worker' });
    expect(await fits('fine', { lost: 2 })).toEqual(['search', 'all']);
    expect(await fits('fine', { lost: 10 })).toMatchObject({
      code: 'crashed-worker',
      message: '10 workers were lost while they worked on it',
    });
  });

  it('are tried again where a process cannot be started, by the server', async () => {
    const error = Object.assign(new Error('spawn EAGAIN'), { syscall: 'spawn node' });
    const failing = { run: () => Promise.reject(error) };
    expect(await fits('fine', { lost: 2, ownProcess: failing })).toBe(error);
  });
});

it('a process of its own says what a job threw that it does not know, rather than end without a word', async () => {
  const { run } = createOwnProcess({ file: THREAD, memoryMb: 64, threads: 1 });
  const broken = run({ kind: 'export' }, new AbortController().signal);
  await expect(broken).rejects.toThrow(/undefined/);
  await expect(broken).rejects.not.toMatchObject({ name: 'ProcessCrashed' });
});
