import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import { trainRequestSchema, type TrainReply, type TrainRequest } from '../../contracts/activities.js';
import type { ArtifactRef } from '../../contracts/artifact.js';
import { decodeColumns } from '../../contracts/column-set.js';
import { completed, type CompletedOutcome, type TrialRecord } from '../../contracts/trial.js';
import { encodeSafetensors } from '../../learning/safetensors.js';
import type { DataProfile } from '../../learning/profile.js';
import type { Store } from '../../storage/store.js';
import { HEARTBEAT_MS } from '../runtime/heartbeat.js';
import type { LoadedSearch } from '../runtime/search-loader.js';
import { startSpan } from '../runtime/span.js';
import type { ThreadPool } from '../runtime/thread-pool.js';
import { fitSeed, prepareSeed } from '../trials/key.js';
import type { FinalJob, FinalResult } from './final-job.js';
import { MODEL_FORMAT, writeModel } from './model-file.js';

export interface TrainDependencies {
  store: Store;
  load(contextRef: ArtifactRef): Promise<LoadedSearch>;
  pool: ThreadPool;
  /** The release that writes the model. */
  release: string;
}

/** The activity `trainModel`: reads the holdout score once, and delivers a model that was fitted on all rows. */
export function createTrainModel(deps: TrainDependencies) {
  return async function trainModel(argument: TrainRequest): Promise<TrainReply> {
    const span = startSpan();
    const request = trainRequestSchema.parse(argument);
    const activity = Context.current();
    const beat = setInterval(() => activity.heartbeat(), HEARTBEAT_MS);
    try {
      const search = await deps.load(request.contextRef);
      const record = await deps.store.trials.read(request.key);
      const outcome = record && completed(record);
      if (!outcome) throw new Error(`trial ${request.key} is not in the store at ${deps.store.root}`);
      const run = (rows: FinalJob['rows']): Promise<FinalResult> =>
        deps.pool.run<FinalResult>(finalJob(deps, search, record, outcome, rows), activity.cancellationSignal);
      const [judged, delivered] = await Promise.all([run('search'), run('all')]);
      const model = await deliver(deps, search, request, record, delivered, judged.holdout?.score ?? null);
      const arrays = await deps.store.artifacts.put(encodeArrays(judged, delivered));
      await deps.store.checkpoints.remove(request.key);
      return {
        holdoutScore: judged.holdout?.score ?? null,
        model,
        features: decodeColumns(record.candidate.features).map((column) => search.context.columns[column].name),
        candidate: record.candidate,
        arrays,
        span: span(),
      };
    } finally {
      clearInterval(beat);
    }
  };
}

function finalJob(
  { store }: TrainDependencies,
  { context, shared }: LoadedSearch,
  { key, candidate }: TrialRecord,
  { effort }: CompletedOutcome,
  rows: FinalJob['rows'],
): FinalJob {
  return {
    kind: 'final',
    shared,
    judge: { task: context.task, metric: context.metric, classes: context.classes.length },
    candidate,
    takesMissing: context.paradigms.find(({ id }) => id === candidate.paradigm)?.takesMissing ?? false,
    rows,
    fitSeed: fitSeed(context, candidate, 'final'),
    prepareSeed: prepareSeed(context, 'final'),
    effort,
    checkpoints: { file: store.checkpoints.fitFile(key, `final-${rows}`), told: null },
  };
}

async function deliver(
  { store, release }: TrainDependencies,
  { context }: LoadedSearch,
  { searchId, cvScore }: TrainRequest,
  { candidate }: TrialRecord,
  { model, fitted, prior, trainedRows }: FinalResult,
  holdoutScore: number | null,
): Promise<string> {
  const profile = JSON.parse((await store.artifacts.get(context.profileRef)).toString('utf8')) as DataProfile;
  const folder = join(await store.searches.folder(searchId), 'model');
  await writeModel(
    folder,
    {
      format: MODEL_FORMAT,
      coaxial: release,
      searchId,
      target: context.target,
      task: context.task,
      classes: context.classes,
      columns: decodeColumns(candidate.features).map((column) => profile.readings[column]),
      transforms: fitted,
      prior,
      paradigm: candidate.paradigm,
      paradigmVersion: model.version,
      hyperparameters: candidate.hyperparameters,
      architecture: candidate.architecture,
      meta: model.meta,
      quality: { metric: context.metric, cvScore, holdoutScore },
      trainedRows,
    },
    model.arrays,
  );
  return folder;
}

function encodeArrays({ holdout }: FinalResult, { importances }: FinalResult): Uint8Array {
  const rows = holdout?.rows ?? new Int32Array(0);
  const predictions = holdout?.predictions ?? new Float64Array(0);
  const outputs = rows.length === 0 ? 0 : predictions.length / rows.length;
  return encodeSafetensors(
    {
      rows: { array: rows },
      predictions: { array: predictions, shape: [rows.length, outputs] },
      importances: { array: importances },
    },
    {},
  );
}
