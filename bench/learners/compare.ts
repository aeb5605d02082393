import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { Paradigm } from '../../training/paradigm/paradigm.js';
import type { ParadigmDescription } from '../../contracts/candidate/paradigm.js';
import { isActive, type SearchSpace } from '../../contracts/candidate/space.js';
import type { ProblemShape, Task } from '../../contracts/task.js';
import { readCsv } from '../../learning/csv/index.js';
import { buildDataset } from '../../learning/dataset/dataset.js';
import type { Dataset } from '../../learning/arrays/table.js';
import { registry } from '../../activities/paradigms/index.js';
import { MATCHES, type Match } from './matched-settings.js';
import { measure, warmUp, type Measured } from './measure.js';
import { Peer } from './peer.js';
import { prepare, splitOf, type Prepared } from './prepared.js';

/** What a thread is asked: compare on one data set. */
export interface CompareJob {
  path: string;
  target: string;
  splits: number;
  /** Paradigms to compare; empty for all. */
  only: string[];
}

export interface Comparison {
  data: string;
  paradigm: string;
  /** Seconds of our first fit in this thread: of what only this paradigm runs, nothing is compiled yet. */
  firstSeconds: number;
  splits: Measured[];
}

/**
 * The worker thread of one data set: as in a search, its first fits are compiled as they run. Posts a Comparison for
 * each paradigm.
 */
async function compareAll({ path, target, splits, only }: CompareJob): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'coaxial-learners-'));
  const peer = new Peer(folder);
  try {
    const csv = readCsv(await readFile(path), basename(path));
    const { dataset, task } = buildDataset(csv, { target, task: 'auto', types: new Map() });
    const shape = shapeOf(dataset, task);
    for (const [id, matching] of Object.entries(MATCHES)) {
      const match = matching(shape);
      if (!match || (only.length > 0 && !only.includes(id))) continue;
      const compared = await compareParadigm(dataset, shape, registry[id], match, splits, { peer, folder });
      const comparison: Comparison = { data: basename(path, '.csv'), paradigm: id, ...compared };
      parentPort!.postMessage(comparison);
    }
  } finally {
    peer.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compareParadigm(
  dataset: Dataset,
  shape: ProblemShape,
  paradigm: Paradigm,
  match: Match,
  splits: number,
  { peer, folder }: { peer: Peer; folder: string },
): Promise<Pick<Comparison, 'firstSeconds' | 'splits'>> {
  const { transforms, hyperparameters } = paradigm.describe(shape) as ParadigmDescription;
  checkSet(hyperparameters, match);
  const { takesMissing } = match;
  const prepared = (seed: number): Promise<Prepared> =>
    prepare(dataset, shape.task, splitOf(dataset, seed), { transforms, takesMissing }, folder);
  const firstSeconds = await warmUp(paradigm, match, await prepared(0), peer);
  const measured: Measured[] = [];
  for (let seed = 1; seed <= splits; seed++)
    measured.push(await measure(paradigm, match, await prepared(seed), seed, peer));
  return { firstSeconds, splits: measured };
}

/** @throws Error if a hyperparameter was added to a paradigm and the match does not say what it is here */
function checkSet(space: SearchSpace, { hyperparameters }: Match): void {
  const unset = space.filter((p) => isActive(p, hyperparameters) && hyperparameters[p.name] === undefined);
  if (unset.length > 0) throw new Error(`no match for ${unset.map(({ name }) => name).join(', ')}`);
}

function shapeOf(dataset: Dataset, task: Task): ProblemShape {
  const { inputs, target } = dataset;
  const classes = 'classes' in target ? target.classes.length : 0;
  return { task, rows: splitOf(dataset, 0).train.length, columns: inputs.columns.length, classes };
}

await compareAll(workerData as CompareJob);
