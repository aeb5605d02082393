import { decodeColumns } from '../../contracts/candidate/column-set.js';
import { rowsOfFit } from '../../learning/splits/folds.js';
import { prepareRows, type PreparedFold } from '../../learning/transforms/prepare.js';
import { openStore } from '../../storage/store.js';
import { failureOf, tooLarge } from './failure.js';
import type { PrepareJob, PrepareResult } from './prepare-job.js';
import { datasetOf } from '../data/shared-data.js';

/**
 * Prepares the matrices of a fit and puts them into the store. Runs in a worker thread.
 *
 * @throws Error where the store cannot be written to; what is wrong with the candidate is in the result
 */
export async function runPrepare(job: PrepareJob): Promise<PrepareResult> {
  let prepared: PreparedFold;
  try {
    prepared = prepareRows({
      dataset: datasetOf(job.shared),
      ...rowsOfFit(new Int8Array(job.shared.assignment), job.rows),
      kept: decodeColumns(job.features),
      transforms: job.transforms,
      takesMissing: job.takesMissing,
      seed: job.prepareSeed,
    });
  } catch (error) {
    return { status: 'failed', ...failureOf(error) };
  }
  const { train, valid, yTrain, groups, fitted } = prepared;
  const bytes = train.data.byteLength + valid.data.byteLength;
  if (job.limit) {
    const { maxBytes, rows } = job.limit;
    // Twice: their files hold the same numbers.
    const needed = (2 * bytes * rows) / (train.rows + valid.rows);
    if (needed > maxBytes) return { status: 'failed', ...tooLarge(needed, maxBytes) };
  }
  // Arrow takes a while to load, which threads that never prepare save.
  const { encodeMatrix } = await import('../../learning/arrays/arrow.js');
  const { artifacts } = openStore(job.store);
  return {
    status: 'completed',
    train: await artifacts.put(encodeMatrix(train, yTrain, groups)),
    valid: valid.rows > 0 ? await artifacts.put(encodeMatrix(valid, null)) : null,
    source: train.source,
    bytes,
    fitted: job.rows === 'all' ? fitted : null,
  };
}
