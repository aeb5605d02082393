import { trainRequestSchema, type PrepareModelReply, type TrainRequest } from '../../contracts/search/activities.js';
import type { ArtifactRef } from '../../contracts/artifact.js';
import type { FitSpec } from '../../contracts/module/fit-predict.js';
import type { TrialRecord } from '../../contracts/candidate/trial.js';
import type { Store } from '../../storage/store.js';
import { withUserErrors } from '../runtime/errors.js';
import { heartbeating } from '../runtime/heartbeat.js';
import type { LoadedSearch } from '../../training/data/search-loader.js';
import { startSpan } from '../runtime/span.js';
import type { Matrices } from '../../training/fit/matrices.js';
import type { PreparedMatrices } from '../../training/fit/prepare-job.js';
import { fitSeed, prepareSeed } from '../../training/trial/key.js';
import { FitFailed, failedFit, lostTooOften, trialToDeliver } from '../../training/model/delivery.js';
import { writePreparedModel } from '../../training/model/prepared-model.js';

export interface PrepareModelDependencies {
  store: Store;
  load: (contextRef: ArtifactRef) => Promise<LoadedSearch>;
  matrices: Matrices;
}

/**
 * The activity `prepareModel`: the matrices of a trial's final fits, for the team that serves its paradigm. First the fit
 * that reads the holdout, then the one that is delivered.
 */
export function createPrepareModel({ store, load, matrices }: PrepareModelDependencies) {
  return async function prepareModel(argument: TrainRequest): Promise<PrepareModelReply> {
    const span = startSpan();
    const request = trainRequestSchema.parse(argument);
    return heartbeating(({ cancellationSignal }, lost) =>
      withUserErrors(() =>
        failedFit(span, async () => {
          lostTooOften(lost);
          const search = await load(request.contextRef);
          const { record, outcome } = await trialToDeliver(store, request.key);
          const [judged, delivered] = await prepareBoth(matrices, search, record, cancellationSignal);
          const prepared = await writePreparedModel(store.artifacts, {
            sources: { search: Array.from(judged.source), all: Array.from(delivered.source) },
            fitted: delivered.fitted!,
            train: delivered.train,
          });
          const { hyperparameters, architecture } = record.candidate;
          const seed = fitSeed(search.context, record.candidate, 'final');
          const common = { hyperparameters, architecture, seed, effort: outcome.effort };
          const fits: FitSpec[] = [
            { ...common, train: judged.train, valid: judged.valid, keepModel: false },
            { ...common, train: delivered.train, valid: null, keepModel: true },
          ];
          return { prepared, fits, span: span() };
        }),
      ),
    );
  };
}

async function prepareBoth(
  matrices: Matrices,
  { context, shared }: LoadedSearch,
  { candidate }: TrialRecord,
  signal: AbortSignal,
): Promise<PreparedMatrices[]> {
  const { features, transforms, paradigm } = candidate;
  const takesMissing = context.paradigms.find(({ id }) => id === paradigm)?.takesMissing ?? false;
  const common = {
    shared,
    features,
    transforms,
    takesMissing,
    prepareSeed: prepareSeed(context, 'final'),
    limit: null,
  };
  const fits = (['search', 'all'] as const).map((rows) => matrices.prepare({ ...common, rows }, signal));
  await Promise.allSettled(fits);
  return (await Promise.all(fits)).map((result) => {
    if (result.status === 'completed') return result;
    throw new FitFailed(result.code, `it could not be prepared: ${result.reason}`);
  });
}
