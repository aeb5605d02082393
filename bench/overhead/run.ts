import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { searchPlanSchema } from '../../contracts/search/search-plan.js';
import type { SearchResult } from '../../contracts/search/search.js';
import { createRandom } from '../../random/index.js';
import { openStore } from '../../storage/store.js';
import { friedman, TARGET } from '../strategies/generate.js';
import { toCsv } from '../strategies/split.js';
import { runInProcess } from './in-process.js';

/**
 * What a search spends outside training: `npm run bench:overhead`. Runs a search of many cheap trials through the
 * server and its workers, then the very same trials, step by step, on as many threads of this process with a store of
 * their own: no server, no axis, no workflow.
 */
const CLI = fileURLToPath(new URL('../../cli/main.js', import.meta.url));
const PENGUINS = fileURLToPath(new URL('../../../examples/data/penguins.csv', import.meta.url));

/**
 * From the plan to the last step: the reading of the data and what follows the last step are no search for candidates, and
 * are not run in process either.
 */
async function searchSeconds(folder: string): Promise<number> {
  const last = (await readdir(join(folder, 'steps'))).sort().at(-1)!;
  const [start, end] = await Promise.all(['plan.json', join('steps', last)].map((file) => stat(join(folder, file))));
  return (end.mtimeMs - start.mtimeMs) / 1000;
}

interface Measured {
  trials: number;
  steps: number;
  searchSeconds: number;
  processSeconds: number;
  /** Training and prediction, all threads together. */
  trainedSeconds: number;
}

async function measure(args: string[], threads: number): Promise<Measured> {
  const home = await mkdtemp(join(tmpdir(), 'coaxial-overhead-'));
  try {
    const env = { ...process.env, COAXIAL_HOME: home };
    const { stdout } = await promisify(execFile)(process.execPath, [CLI, 'search', ...args, '--json'], {
      env,
      maxBuffer: 2 ** 26,
    });
    const result = JSON.parse(stdout) as SearchResult;
    const store = openStore(join(home, 'store'));
    const { searches } = store;
    const plan = searchPlanSchema.parse(await searches.readPlan(result.searchId));
    const steps = await searches.readSteps(result.searchId, 0, await searches.countSteps(result.searchId));
    const keys = steps.map(({ trials }) => trials.map(({ key }) => key));
    const { seconds, trained } = await runInProcess(store, plan.contextRef, keys, threads);
    return {
      trials: keys.flat().length,
      steps: steps.length,
      searchSeconds: await searchSeconds(await searches.folder(result.searchId)),
      processSeconds: seconds,
      trainedSeconds: trained,
    };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** A search to measure: data, paradigms, and a budget of trials that take about so long. */
interface Case {
  path: string;
  target: string;
  paradigms: string;
  trials: number;
}

const LINEAR_TO_FORESTS = 'linear,tree,random-forest,extra-trees';

/** Searches whose trials take about 25, 60, 300 and 1,000 ms of CPU time, on data that the project can make by itself. */
async function ownCases(folder: string): Promise<Case[]> {
  const made = async (rows: number): Promise<string> => {
    const path = join(folder, `friedman-${rows}.csv`);
    const { header, rows: made } = friedman(createRandom(1), rows);
    await writeFile(path, toCsv(header, made));
    return path;
  };
  const penguins = { path: PENGUINS, target: 'species', trials: 1000 };
  return [
    { ...penguins, paradigms: 'linear,nearest-neighbours,tree,random-forest,extra-trees' },
    { ...penguins, paradigms: 'random-forest,extra-trees' },
    { path: await made(500), target: TARGET, paradigms: LINEAR_TO_FORESTS, trials: 400 },
    { path: await made(1500), target: TARGET, paradigms: LINEAR_TO_FORESTS, trials: 150 },
  ];
}

function namedCase(set: string): Case {
  const at = set.lastIndexOf('=');
  if (at < 0) throw new Error(`${set}: name a data set as FILE=TARGET`);
  return { path: set.slice(0, at), target: set.slice(at + 1), paradigms: LINEAR_TO_FORESTS, trials: 1000 };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    trials: { type: 'string' },
    repeats: { type: 'string', default: '1' },
    threads: { type: 'string', default: '2' },
    strategy: { type: 'string', default: 'pseudo-joint' },
    paradigms: { type: 'string' },
    only: { type: 'string', multiple: true },
  },
});

console.log('| data | paradigms | trials | steps | a trial, CPU | in process | search | outside training | a step |');
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
const folder = await mkdtemp(join(tmpdir(), 'coaxial-overhead-data-'));
try {
  const cases = positionals.length > 0 ? positionals.map(namedCase) : await ownCases(folder);
  const chosen = cases.filter((_, i) => values.only?.includes(String(i + 1)) ?? true);
  for (const { path, target, trials, paradigms: own } of chosen) {
    const paradigms = values.paradigms ?? own;
    const args = [path, '--target', target, '--strategy', values.strategy, '--paradigms', paradigms];
    const budget = ['--max-trials', values.trials ?? String(trials)];
    for (let repeat = 0; repeat < Number(values.repeats); repeat++) {
      const one = await measure([...args, ...budget, '--seed', String(repeat)], Number(values.threads));
      const outside = one.searchSeconds - one.processSeconds;
      console.log(
        `| ${basename(path)} | ${paradigms} | ${one.trials} | ${one.steps} | ` +
          `${((1000 * one.trainedSeconds) / one.trials).toFixed(0)} ms | ${one.processSeconds.toFixed(1)} s | ` +
          `${one.searchSeconds.toFixed(1)} s | ${((100 * outside) / one.searchSeconds).toFixed(1)} % | ` +
          `${((1000 * outside) / one.steps).toFixed(0)} ms |`,
      );
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
