import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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
      // What follows the last step is no search for candidates, and is not run in process either.
      searchSeconds: steps.at(-1)!.seconds,
      processSeconds: seconds,
      trainedSeconds: trained,
    };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

interface DataSet {
  path: string;
  target: string;
}

const FRIEDMAN_ROWS = 500;

/** The data sets of the command line, or those that the project can make by itself. */
async function dataSets(named: readonly string[], folder: string): Promise<DataSet[]> {
  if (named.length > 0) {
    return named.map((set) => {
      const at = set.lastIndexOf('=');
      if (at < 0) throw new Error(`${set}: name a data set as FILE=TARGET`);
      return { path: set.slice(0, at), target: set.slice(at + 1) };
    });
  }
  const { header, rows } = friedman(createRandom(1), FRIEDMAN_ROWS);
  const path = join(folder, 'friedman.csv');
  await writeFile(path, toCsv(header, rows));
  return [
    { path: PENGUINS, target: 'species' },
    { path, target: TARGET },
  ];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    trials: { type: 'string', default: '1000' },
    repeats: { type: 'string', default: '3' },
    threads: { type: 'string', default: '2' },
    strategy: { type: 'string', default: 'pseudo-joint' },
    paradigms: { type: 'string', default: 'linear,tree,random-forest,extra-trees' },
  },
});

console.log('| data | trials | steps | a trial, CPU | in process | search | outside training | a step |');
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
const folder = await mkdtemp(join(tmpdir(), 'coaxial-overhead-data-'));
try {
  for (const { path, target } of await dataSets(positionals, folder)) {
    const args = [path, '--target', target, '--strategy', values.strategy];
    const budget = ['--max-trials', values.trials, '--paradigms', values.paradigms];
    for (let repeat = 0; repeat < Number(values.repeats); repeat++) {
      const one = await measure([...args, ...budget, '--seed', String(repeat)], Number(values.threads));
      const outside = one.searchSeconds - one.processSeconds;
      console.log(
        `| ${basename(path)} | ${one.trials} | ${one.steps} | ` +
          `${((1000 * one.trainedSeconds) / one.trials).toFixed(0)} ms | ${one.processSeconds.toFixed(1)} s | ` +
          `${one.searchSeconds.toFixed(1)} s | ${((100 * outside) / one.searchSeconds).toFixed(1)} % | ` +
          `${((1000 * outside) / one.steps).toFixed(0)} ms |`,
      );
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
