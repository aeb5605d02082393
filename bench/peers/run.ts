import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { searchContextSchema } from '../../contracts/module/context.js';
import { searchPlanSchema } from '../../contracts/search/search-plan.js';
import type { SearchResult } from '../../contracts/search/search.js';
import { HOLDOUT, rowsWhere } from '../../learning/splits/folds.js';
import { openStore } from '../../storage/store.js';

/**
 * Compares searches with scikit-learn's random forest of 200 trees and with FLAML in the same time, on the same split,
 * by the default metric: `npm run bench:peers -- 60 penguins.csv=species abalone.csv=Rings`. PYTHON names the Python
 * that has the packages of bench/requirements.txt.
 */
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const CLI = fileURLToPath(new URL('../../cli/main.js', import.meta.url));
const PYTHON = process.env.PYTHON ?? 'python3';

interface Peer {
  score: number;
  seconds: number;
}

/** Runs a program to its end. @throws Error with the end of what it said on standard error. */
function run(
  program: string,
  args: string[],
  input: string | null,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} ${args.join(' ')}: ${stderr.slice(-2000)}`));
      else resolve(stdout);
    });
    child.stdin?.end(input ?? '');
  });
}

async function compare(data: string, target: string, seconds: number): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'coaxial-peers-'));
  try {
    const env = { ...process.env, COAXIAL_HOME: home };
    const args = [CLI, 'search', data, '--target', target, '--max-time', `${seconds}s`, '--json'];
    const result = JSON.parse(await run(process.execPath, args, null, env)) as SearchResult;
    const store = openStore(join(home, 'store'));
    const plan = searchPlanSchema.parse(await store.searches.readPlan(result.searchId));
    const context = searchContextSchema.parse(
      JSON.parse((await store.artifacts.get(plan.contextRef)).toString('utf8')),
    );
    const assignment = new Int8Array(await store.artifacts.get(context.assignmentRef));
    const holdout = Array.from(rowsWhere(assignment, (place) => place === HOLDOUT));
    const { task, metric, classes } = context;
    const job = JSON.stringify({ data, target, task, metric, classes, holdout, seconds });
    const peers = JSON.parse(await run(PYTHON, [join(ROOT, 'bench/peers/peers.py')], job)) as Record<string, Peer>;
    return [
      basename(data),
      metric,
      result.holdoutScore?.toFixed(4),
      peers.forest.score.toFixed(4),
      peers.flaml.score.toFixed(4),
      `${result.best.paradigm}, ${result.best.features.length} columns`,
      `${result.trials.total} (${result.trials.failed} failed)`,
      `${result.seconds.toFixed(0)} s`,
      `${peers.flaml.seconds.toFixed(0)} s`,
    ].join(' | ');
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

const [seconds, ...sets] = process.argv.slice(2);
console.log('| data | metric | Coaxial | random forest | FLAML | Coaxial chose | trials | Coaxial took | FLAML took |');
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
for (const set of sets) {
  const at = set.lastIndexOf('=');
  console.log(`| ${await compare(set.slice(0, at), set.slice(at + 1), Number(seconds))} |`);
}
