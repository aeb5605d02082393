import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { searchPlanSchema } from '../../contracts/search-plan.js';
import type { SearchResult } from '../../contracts/search.js';
import { openStore } from '../../storage/store.js';
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

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    trials: { type: 'string', default: '1000' },
    repeats: { type: 'string', default: '3' },
    threads: { type: 'string', default: '2' },
    strategy: { type: 'string', default: 'pseudo-joint' },
    paradigms: { type: 'string', default: 'linear,nearest-neighbours,tree,random-forest,extra-trees,boosting' },
  },
});

console.log('| data | trials | steps | a trial, CPU | in process | search | outside training |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const set of positionals.length > 0 ? positionals : [`${PENGUINS}=species`]) {
  const at = set.lastIndexOf('=');
  const args = [set.slice(0, at), '--target', set.slice(at + 1), '--strategy', values.strategy];
  const budget = ['--max-trials', values.trials, '--paradigms', values.paradigms];
  for (let repeat = 0; repeat < Number(values.repeats); repeat++) {
    const one = await measure([...args, ...budget, '--seed', String(repeat)], Number(values.threads));
    const outside = 1 - one.processSeconds / one.searchSeconds;
    console.log(
      `| ${set.slice(set.lastIndexOf('/') + 1, at)} | ${one.trials} | ${one.steps} | ` +
        `${((1000 * one.trainedSeconds) / one.trials).toFixed(0)} ms | ${one.processSeconds.toFixed(1)} s | ` +
        `${one.searchSeconds.toFixed(1)} s | ${(100 * outside).toFixed(1)} % |`,
    );
  }
}
