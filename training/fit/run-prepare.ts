import type { PreparedFold } from '../../learning/transforms/prepare.js';
import { openStore } from '../../storage/store.js';
import { failureOf, tooLarge } from './failure.js';
import type { PrepareJob, PrepareResult } from './jobs.js';
import { prepare } from './prepare.js';

/**
 * Prepares the matrices of a fit and puts them into the store. Runs in a worker thread.
 *
 * @throws Error if the store cannot be written to; what is wrong with the candidate is in the result
 */
export async function runPrepare({ fit, limit, store }: PrepareJob): Promise<PrepareResult> {
  let prepared: PreparedFold;
  try {
    prepared = prepare(fit);
  } catch (error) {
    return { status: 'failed', ...failureOf(error) };
  }
  const { train, valid, yTrain, groups, fitted } = prepared;
  const bytes = train.data.byteLength + valid.data.byteLength;
  if (limit) {
    // Twice: their files hold the same numbers.
    const needed = (2 * bytes * limit.rows) / (train.rows + valid.rows);
    if (needed > limit.maxBytes) return { status: 'failed', ...tooLarge(needed, limit.maxBytes) };
  }
  // Arrow is slow to load, so it is loaded only in threads that prepare matrices.
  const { encodeMatrix } = await import('../../learning/arrays/arrow.js');
  const { artifacts } = openStore(store);
  return {
    status: 'completed',
    train: await artifacts.put(encodeMatrix(train, yTrain, groups)),
    valid: valid.rows > 0 ? await artifacts.put(encodeMatrix(valid, null)) : null,
    source: train.source,
    bytes,
    fitted: fit.rows === 'all' ? fitted : null,
  };
}
