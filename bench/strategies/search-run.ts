import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadContext } from '../../training/data/search-loader.js';
import type { SearchContext } from '../../contracts/module/context.js';
import type { SearchResult, StepRecord } from '../../contracts/search/search.js';
import { completed, type TrialRecord } from '../../contracts/candidate/trial.js';
import { openStore, type Store } from '../../storage/store.js';
import { curveOf } from './curve.js';
import { createJudge } from './judge.js';
import type { Run } from './problems.js';
import { settingsOf, type Point, type RunResult } from './result.js';
import { splitProblem, toCsv, type Split } from './split.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const CLI = fileURLToPath(new URL('../../cli/main.js', import.meta.url));
const SEARCH_ID = 'bench';

/**
 * Runs one search by the command line in a home of its own, with its own server and workers, and scores its incumbents
 * on the nested holdout.
 *
 * @param signal ends the search, which stops what it started
 * @throws Error with what the command said, if it failed
 */
export async function runSearch(run: Run, dataFolder: string | null, signal: AbortSignal): Promise<RunResult> {
  const split = await splitProblem(run.problem, run.seed, dataFolder);
  const home = await mkdtemp(join(tmpdir(), 'coaxial-strategies-'));
  try {
    const data = join(home, 'train.csv');
    await writeFile(data, toCsv(split.header, split.train));
    const start = performance.now();
    await search(run, data, home, signal);
    const wallSeconds = (performance.now() - start) / 1000;
    return await evaluate(run, split, openStore(join(home, 'store')), wallSeconds);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function search({ problem, strategy, seed }: Run, data: string, home: string, signal: AbortSignal): Promise<void> {
  const { target, task, paradigms, axes, maxTrials } = problem;
  const options: Record<string, string | number> = {
    target,
    task,
    strategy,
    seed,
    paradigms: paradigms.join(),
    axes: axes.join(),
    'max-trials': maxTrials,
    id: SEARCH_ID,
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const env = { ...process.env, COAXIAL_HOME: home };
  return new Promise((resolve, reject) => {
    const command = [CLI, 'search', data, ...args, '--json'];
    // In a process group of its own, so that Ctrl-C reaches it once, from here.
    const child = spawn(process.execPath, command, {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    const stop = (): void => void child.kill();
    signal.addEventListener('abort', stop, { once: true });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
    child.once('error', reject);
    child.once('close', (code) => {
      signal.removeEventListener('abort', stop);
      if (code === 0) resolve();
      else reject(new Error(`the search ended with ${code}: ${said.trim().split('\n').at(-1)}`));
    });
  });
}

async function evaluate(run: Run, split: Split, store: Store, wallSeconds: number): Promise<RunResult> {
  const { searches } = store;
  const [plan, result] = await Promise.all([searches.readPlan(SEARCH_ID), searches.readResult(SEARCH_ID)]);
  if (!plan || !result) throw new Error('the search left no result');
  const steps = await searches.readSteps(SEARCH_ID, 0, await searches.countSteps(SEARCH_ID));
  const start = performance.now();
  const curve = await scoredCurve(store, await loadContext(store, plan.contextRef), split, steps, result);
  const { metric, stopped, trials, seconds, axes, best } = result;
  return {
    version: 1,
    problem: run.problem.name,
    strategy: run.strategy,
    seed: run.seed,
    settings: settingsOf(run.problem),
    metric,
    stopped,
    trials,
    seconds,
    wallSeconds,
    judgeSeconds: (performance.now() - start) / 1000,
    steps: steps.length,
    axes,
    curve,
    paradigm: best.paradigm,
    features: best.features.length,
  };
}

/** The search's curve with the nested holdout's scores; its last point is what was delivered. */
async function scoredCurve(
  store: Store,
  context: SearchContext,
  split: Split,
  steps: readonly StepRecord[],
  { trials, seconds, best: delivered }: SearchResult,
): Promise<Point[]> {
  const judge = createJudge(context, split);
  const known = new Map<string, number>();
  const holdoutOf = async (key: string): Promise<number> => {
    const score = known.get(key) ?? (await judge.score(await trialOf(store, key)));
    known.set(key, score);
    return score;
  };
  const curve: Point[] = [];
  let best = NaN;
  for (const { key, ...standing } of curveOf(context.metric, steps)) {
    curve.push({ ...standing, holdout: await holdoutOf(key) });
    best = standing.best;
  }
  const outcome = completed(await trialOf(store, delivered.key));
  if (!outcome) throw new Error(`trial ${delivered.key} was delivered but not completed`);
  const holdout = await holdoutOf(delivered.key);
  return [...curve, { trials: trials.total, seconds, score: outcome.score, best, holdout }];
}

async function trialOf(store: Store, key: string): Promise<TrialRecord> {
  const trial = await store.trials.read(key);
  if (!trial) throw new Error(`trial ${key} is not in the store`);
  return trial;
}
