import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom } from '../../random/index.js';
import { median } from '../median.js';

/**
 * Optuna and FLAML killed at a random instant of their search and started again as their documentation says (what it
 * says stands in the scripts). Whatever was trained is counted from a journal that the scripts write to the disk from
 * inside each training; no account of the libraries is trusted.
 */
const FOLDER = fileURLToPath(new URL('../../../bench/interrupt/', import.meta.url));
const TRIALS = 24;

/** From the first page of the manual to all that it knows; `usual` are the first page and the best that was found. */
const VARIANTS = [
  { peer: 'optuna', script: 'optuna_search.py', usual: true },
  { peer: 'optuna, sampler kept', script: 'optuna_search.py', keepSampler: true },
  {
    peer: 'optuna, sampler kept, sequential',
    script: 'optuna_search.py',
    keepSampler: true,
    sequential: true,
    usual: true,
  },
  { peer: 'optuna, sampler kept, heartbeat', script: 'optuna_search.py', keepSampler: true, heartbeat: true },
  { peer: 'flaml', script: 'flaml_search.py', usual: true },
];

export interface PeerRow {
  peer: string;
  /** How many times it was killed and started again. */
  runs: number;
  /** Runs whose second process failed; they count in nothing below. */
  notResumed: number;
  /** Trials that had finished before the kill, trained once more after it; a run. */
  finishedTrainedAgain: { mean: number; max: number };
  /**
   * Over all runs: trainings that a kill cut off (none went on), how many of them started again, how many trials stay
   * RUNNING in the storage: these may be more, for a trial is there before its training begins.
   */
  unfinishedLost: { total: number; begunAnew: number; leftRunning: number };
  /** Median of: both processes' time less the uninterrupted time less one start-up of the process. */
  timeLostSeconds: number;
  /** Runs with the best parameters, the best value and the sequence of trials of the uninterrupted one. */
  equalResults: number;
  /** Runs with its best parameters and best value. */
  equalBest: number;
  /** Of the runs without a kill, on the same seed: their mean, their range, the start-up, whether all were equal. */
  uninterrupted: { seconds: number; range: number; startUpSeconds: number; trials: number; equal: boolean };
}

interface Line {
  event: 'start' | 'end';
  params: Record<string, number>;
  value: number | null;
  /** Seconds since 1970. */
  at: number;
}

interface Result {
  best: { params: Record<string, number>; value: number };
  leftRunning: number;
}

interface Ended {
  seconds: number;
  startedAt: number;
  outcome: 'done' | 'killed' | 'failed';
  complaint: string;
}

type Command = (folder: string) => string[];

/** Runs a program to its end, or kills it (SIGKILL) after some seconds. */
function run(python: string, args: string[], killAfter?: number): Promise<Ended> {
  return new Promise((done, reject) => {
    const startedAt = Date.now();
    const child = spawn(python, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter * 1000);
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2000)));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const outcome = code === 0 ? 'done' : signal === 'SIGKILL' ? 'killed' : 'failed';
      done({ seconds: (Date.now() - startedAt) / 1000, startedAt, outcome, complaint });
    });
  });
}

/** Parameters as a key: nine digits, for a configuration that goes through a library may lose the last ones. */
const keyOf = ({ params }: { params: Record<string, number> }): string =>
  Object.keys(params)
    .sort()
    .map((name) => `${name}=${Number(params[name].toPrecision(9))}`)
    .join(' ');

const lineKey = (line: Line): string => `${keyOf(line)}: ${line.value?.toPrecision(9)}`;

async function readJournal(folder: string): Promise<Line[]> {
  const file = join(folder, 'journal.jsonl');
  const text = existsSync(file) ? await readFile(file, 'utf8') : '';
  return text.split('\n').flatMap((line) => (line ? [JSON.parse(line) as Line] : []));
}

/** What a search came to: the same string, the same result. */
async function readResult(folder: string): Promise<{ best: string; sequence: string; leftRunning: number }> {
  const { best, leftRunning } = JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')) as Result;
  const ends = (await readJournal(folder)).filter(({ event }) => event === 'end');
  return {
    best: `${keyOf(best)}: ${best.value.toPrecision(9)}`,
    sequence: ends.map(lineKey).join('\n'),
    leftRunning,
  };
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'coaxial-interrupt-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @throws Error with what the script complained of. */
function uninterrupted(python: string, command: Command) {
  return inFolder(async (folder) => {
    const { seconds, startedAt, outcome, complaint } = await run(python, command(folder));
    if (outcome !== 'done') throw new Error(`${command(folder)[0]}: ${complaint}`);
    const journal = await readJournal(folder);
    const trials = journal.length / 2;
    return { seconds, startUp: journal[0].at - startedAt / 1000, trials, ...(await readResult(folder)) };
  });
}

/** A search killed once and resumed; null if it ended before the kill. */
function interrupted(python: string, command: Command, killAfter: number) {
  return inFolder(async (folder) => {
    const first = await run(python, command(folder), killAfter);
    if (first.outcome !== 'killed') return null;
    const before = await readJournal(folder);
    const second = await run(python, command(folder));
    if (second.outcome !== 'done') return { resumed: false as const };
    const after = (await readJournal(folder)).slice(before.length);
    const finished = new Set(before.filter(({ event }) => event === 'end').map(keyOf));
    const last = before.at(-1);
    const unfinished = last?.event === 'start' ? keyOf(last) : undefined;
    const begun = after.filter(({ event }) => event === 'start').map(keyOf);
    return {
      resumed: true as const,
      again: begun.filter((key) => finished.has(key)).length,
      lost: unfinished === undefined ? 0 : 1,
      begunAnew: unfinished !== undefined && begun.includes(unfinished) ? 1 : 0,
      seconds: first.seconds + second.seconds,
      ...(await readResult(folder)),
    };
  });
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

const mean = (numbers: number[]): number => sum(numbers) / numbers.length;

async function measure(python: string, command: Command, kills: number, seed: number): Promise<Omit<PeerRow, 'peer'>> {
  const plain = [];
  for (let i = 0; i < 2; i++) plain.push(await uninterrupted(python, command));
  const times = plain.map(({ seconds }) => seconds);
  const [expected] = plain;
  const seconds = mean(times);
  const startUp = mean(plain.map((one) => one.startUp));
  const random = createRandom(seed);
  const runs = [];
  // One that ended before its kill was not interrupted, and is not counted.
  while (runs.length < kills) {
    const one = await interrupted(python, command, random.float() * seconds);
    if (one) runs.push(one);
  }
  const resumed = runs.filter((one) => one.resumed);
  const equalBest = resumed.filter(({ best }) => best === expected.best);
  return {
    runs: runs.length,
    notResumed: runs.length - resumed.length,
    finishedTrainedAgain: {
      mean: mean(resumed.map(({ again }) => again)),
      max: Math.max(...resumed.map(({ again }) => again)),
    },
    unfinishedLost: {
      total: sum(resumed.map(({ lost }) => lost)),
      begunAnew: sum(resumed.map(({ begunAnew }) => begunAnew)),
      leftRunning: sum(resumed.map(({ leftRunning }) => leftRunning)),
    },
    timeLostSeconds: median(resumed.map((one) => one.seconds - seconds - startUp)),
    equalResults: equalBest.filter(({ sequence }) => sequence === expected.sequence).length,
    equalBest: equalBest.length,
    uninterrupted: {
      seconds,
      range: Math.max(...times) - Math.min(...times),
      startUpSeconds: startUp,
      trials: expected.trials,
      equal: plain.every(({ best, sequence }) => best === expected.best && sequence === expected.sequence),
    },
  };
}

/**
 * All peers are killed at the same shares of their time. `target` is one of classes, `python` has the packages of
 * bench/requirements.txt.
 */
export async function measurePeers(options: {
  python: string;
  data: string;
  target: string;
  kills: number;
  seed: number;
  /** All variants rather than the usual ones. */
  all: boolean;
}): Promise<PeerRow[]> {
  const { python, data, target, kills, seed, all } = options;
  const rows: PeerRow[] = [];
  for (const { peer, script, usual, ...variant } of VARIANTS) {
    if (!usual && !all) continue;
    const job = {
      data: resolve(data),
      target,
      trials: TRIALS,
      seed,
      keepSampler: false,
      sequential: false,
      heartbeat: false,
      ...variant,
    };
    const command: Command = (folder) => [join(FOLDER, script), JSON.stringify({ ...job, folder })];
    rows.push({ peer, ...(await measure(python, command, kills, seed)) });
  }
  return rows;
}
