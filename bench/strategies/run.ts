import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { strategySchema } from '../../contracts/search/strategy.js';
import { watchInterrupts } from '../../cli/processes/interrupt.js';
import { byProblem } from './compare.js';
import { writePlots } from './plots.js';
import { PROBLEMS, type Run } from './problems.js';
import { isDone, readResults, writeResult } from './result.js';
import { runSearch } from './search-run.js';
import { reportOf } from './tables.js';

/**
 * Compares the search strategies: `npm run bench:strategies -- --data FOLDER`. Runs whose result is there are skipped, so
 * a bench that was ended goes on where it was. `--report` runs nothing.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.COAXIAL_BENCH_DATA },
    only: { type: 'string', multiple: true, default: [] },
    seeds: { type: 'string', default: '5' },
    out: { type: 'string', default: fileURLToPath(new URL('../../../.build/bench-strategies', import.meta.url)) },
    'at-once': { type: 'string', default: '1' },
    plots: { type: 'string' },
    report: { type: 'boolean', default: false },
  },
});

/** The strategies take turns, so that what changes on the machine meets all of them. */
function runsToDo(): Run[] {
  const unknown = values.only.find((name) => !PROBLEMS.some((problem) => problem.name === name));
  if (unknown !== undefined) throw new Error(`--only: there are ${PROBLEMS.map(({ name }) => name).join(', ')}`);
  const problems = PROBLEMS.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
  const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
  return seeds.flatMap((seed) =>
    problems.flatMap((problem) => strategySchema.options.map((strategy): Run => ({ problem, strategy, seed }))),
  );
}

async function runOne(run: Run, signal: AbortSignal): Promise<void> {
  const name = `${run.problem.name}, ${run.strategy}, seed ${run.seed}`;
  if (signal.aborted || (await isDone(values.out, run))) return;
  try {
    const result = await runSearch(run, values.data ?? null, signal);
    await writeResult(values.out, run, result);
    const { wallSeconds, judgeSeconds, trials } = result;
    const seconds = `${wallSeconds.toFixed(0)} s, ${judgeSeconds.toFixed(1)} s for the nested holdout`;
    console.log(`${name}: ${result.curve.at(-1)?.holdout.toPrecision(4)}, ${trials.total} trials, ${seconds}`);
  } catch (error) {
    process.exitCode = 1;
    if (!signal.aborted) console.error(`${name}: ${(error as Error).message}`);
  }
}

await mkdir(values.out, { recursive: true });
if (!values.report) {
  const interrupts = watchInterrupts();
  const limit = pLimit(Number(values['at-once']));
  await Promise.all(runsToDo().map((run) => limit(() => runOne(run, interrupts.signal))));
  interrupts.stop();
}

const results = byProblem(PROBLEMS, await readResults(values.out, PROBLEMS));
console.log(`\n${reportOf(results)}`);
if (values.plots !== undefined) await writePlots(values.plots, results);
