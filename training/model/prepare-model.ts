import { z } from 'zod';
import { artifactRefSchema, type ArtifactRef } from '../../contracts/artifact.js';
import { fittedTransformsSchema } from '../../learning/transforms/index.js';
import type { ArtifactStore } from '../../storage/artifacts.js';
import type { PreparedFits, TrainRequest } from '../../contracts/search/trial-activities.js';
import type { Store } from '../../storage/store.js';
import type { LoadedSearch } from '../data/search-loader.js';
import { finalFits } from '../fit/planned-fits.js';
import type { PreparedMatrices } from '../fit/jobs.js';
import type { Matrices } from '../fit/matrices.js';
import { trialToDeliver } from './delivery.js';
import type { FinalLimits } from './final-fits.js';
import { FitFailed, lostTooOften } from './fit-failed.js';

/**
 * The matrices of a trial's final fits, for the team that serves its paradigm: first the fit for the holdout score,
 * then the delivered one.
 *
 * @throws FitFailed if they cannot be prepared; Error for temporary errors
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

const sourceSchema = z.array(z.int().min(0));

/** The state of a model while its paradigm's team fits it. */
const preparedModelSchema = z.strictObject({
  /** For each fit, the input column that each column of its matrices was made from. */
  sources: z.strictObject({ search: sourceSchema, all: sourceSchema }),
  /** On all rows. */
  fitted: fittedTransformsSchema,
  /** The matrix of all rows. */
  train: artifactRefSchema,
});
export type PreparedModel = z.infer<typeof preparedModelSchema>;

function writePreparedModel(artifacts: ArtifactStore, prepared: PreparedModel): Promise<ArtifactRef> {
  return artifacts.put(JSON.stringify(preparedModelSchema.parse(prepared)));
}

/** @throws Error if the store has lost it */
export async function readPreparedModel(artifacts: ArtifactStore, ref: ArtifactRef): Promise<PreparedModel> {
  return preparedModelSchema.parse(JSON.parse((await artifacts.get(ref)).toString('utf8')));
}
