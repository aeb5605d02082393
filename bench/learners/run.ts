import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { CompareJob, Comparison } from './compare.js';
import { summary, TABLE_HEAD, tableRow } from './table.js';

/**
 * Compares each paradigm at matched settings with scikit-learn or LightGBM: `npm run bench:learners -- FILE=TARGET …`,
 * by default the penguins. PYTHON names the Python that has the packages of bench/requirements.txt.
 */
const PENGUINS = `${fileURLToPath(new URL('../../../examples/data/penguins.csv', import.meta.url))}=species`;

function compareOn(job: CompareJob, onComparison: (comparison: Comparison) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./compare.js', import.meta.url), { workerData: job });
    worker.on('message', onComparison);
    worker.once('error', reject);
    worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the thread ended with ${code}`))));
  });
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { splits: { type: 'string', default: '5' }, only: { type: 'string', multiple: true, default: [] } },
});
const comparisons: Comparison[] = [];
console.log(TABLE_HEAD);
for (const set of positionals.length > 0 ? positionals : [PENGUINS]) {
  const at = set.lastIndexOf('=');
  const job = { path: set.slice(0, at), target: set.slice(at + 1), splits: Number(values.splits), only: values.only };
  await compareOn(job, (comparison) => {
    comparisons.push(comparison);
    console.log(tableRow(comparison));
  });
}
console.log(`\n${summary(comparisons)}`);
