import type { PreparedFits, TrainRequest } from '../../contracts/search/activities.js';
import type { Store } from '../../storage/store.js';
import type { LoadedSearch } from '../data/search-loader.js';
import { finalFits } from '../fit/candidate-fit.js';
import type { PreparedMatrices } from '../fit/jobs.js';
import type { Matrices } from '../fit/matrices.js';
import { trialToDeliver } from './delivery.js';
import type { FinalLimits } from './final-fits.js';
import { FitFailed, lostTooOften } from './fit-failed.js';
import { writePreparedModel } from './prepared-model.js';

/**
 * The matrices of a trial's final fits, for the team that serves its paradigm: first the fit for the holdout score,
 * then the delivered one.
 *
 * @throws FitFailed where they cannot be prepared; Error for temporary errors
 */
export async function prepareModel(
  { store, matrices }: { store: Store; matrices: Matrices },
  search: LoadedSearch,
  { key }: TrainRequest,
  { cancelled, lost }: Pick<FinalLimits, 'cancelled' | 'lost'>,
): Promise<Omit<PreparedFits, 'span'>> {
  lostTooOften(lost);
  const { record, outcome } = await trialToDeliver(store, key);
  const asked = finalFits(search, record.candidate, outcome.effort);
  const made = await matrices.prepare(asked, null, cancelled);
  const failure = made.find((result) => result.status === 'failed');
  if (failure) throw new FitFailed(failure.code, `it could not be prepared: ${failure.reason}`);
  const [judged, delivered] = made as PreparedMatrices[];
  const prepared = await writePreparedModel(store.artifacts, {
    sources: { search: Array.from(judged.source), all: Array.from(delivered.source) },
    fitted: delivered.fitted!,
    train: delivered.train,
  });
  const { hyperparameters, architecture } = record.candidate;
  const fits = asked.map(({ fitSeed: seed, effort, rows }, i) => {
    const { train, valid } = made[i] as PreparedMatrices;
    return { hyperparameters, architecture, seed, effort, train, valid, keepModel: rows === 'all' };
  });
  return { prepared, fits };
}
