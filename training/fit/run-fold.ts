import { decodeColumns } from '../../contracts/candidate/column-set.js';
import { prepareFold, type PreparedFold } from '../../learning/transforms/prepare.js';
import type { Dataset } from '../../learning/arrays/table.js';
import type { ParadigmRegistry } from '../paradigm/paradigm.js';
import { Recent } from '../data/recent.js';
import { datasetOf } from '../data/shared-data.js';
import { failureOf, NOT_FINITE, tooLarge } from './failure.js';
import { fitCandidate } from './fit-candidate.js';
import type { FoldJob, FoldResult } from './fold-job.js';

/** Bytes of prepared matrices that a thread keeps: candidates of a generation often share their columns and transforms. */
const PREPARED_BYTES = 256 * 2 ** 20;

const prepared = new Recent<PreparedFold>(PREPARED_BYTES);

/** Trains a candidate on a fold's training rows and scores it on the others. Runs in a worker thread. */
export async function runFold(registry: ParadigmRegistry, job: FoldJob): Promise<FoldResult> {
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  const { candidate, judge } = job;
  try {
    const dataset = datasetOf(job.shared);
    const fold = preparedOf(job, dataset);
    const { train, valid, validRows } = fold;
    const paradigm = registry[candidate.paradigm];
    const shape = { task: judge.task, rows: train.rows, columns: train.columns, classes: judge.classes };
    const { work, bytes: fitBytes } = paradigm.cost(shape, candidate.hyperparameters, candidate.architecture);
    const bytes = fitBytes + (train.data.byteLength + valid.data.byteLength);
    const { maxBytes, rows } = job.limit;
    const onAll = paradigm.cost({ ...shape, rows }, candidate.hyperparameters, candidate.architecture);
    const needed = onAll.bytes + rows * train.columns * Float64Array.BYTES_PER_ELEMENT;
    if (needed > maxBytes) return { status: 'failed', ...tooLarge(needed, maxBytes), seconds: seconds() };
    const { importances, effort, judged } = await fitCandidate(registry, { ...job, effort: null }, fold, dataset);
    if (!judged || !Number.isFinite(judged.score) || judged.predictions.some((p) => !Number.isFinite(p))) {
      return { status: 'failed', ...NOT_FINITE, seconds: seconds() };
    }
    return {
      status: 'completed',
      ...judged,
      rows: validRows,
      importances,
      effort,
      seconds: seconds(),
      work,
      bytes,
    };
  } catch (error) {
    return { status: 'failed', ...failureOf(error), seconds: seconds() };
  }
}

function preparedOf(job: FoldJob, dataset: Dataset): PreparedFold {
  const { candidate, fold, takesMissing, prepareSeed, shared } = job;
  const { features, transforms } = candidate;
  const key = JSON.stringify([shared.ref, features, transforms, takesMissing, fold, prepareSeed]);
  return prepared.get(key, () => {
    const value = prepareFold({
      dataset,
      assignment: new Int8Array(shared.assignment),
      fold,
      kept: decodeColumns(features),
      transforms,
      takesMissing,
      seed: prepareSeed,
    });
    return { value, size: value.train.data.byteLength + value.valid.data.byteLength };
  });
}
