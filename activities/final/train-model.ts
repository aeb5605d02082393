import { join } from 'node:path';
import { trainRequestSchema, type TrainReply, type TrainRequest } from '../../contracts/activities.js';
import type { ArtifactRef } from '../../contracts/artifact.js';
import { decodeColumns } from '../../contracts/column-set.js';
import { completed, type CompletedOutcome, type TrialRecord } from '../../contracts/trial.js';
import { encodeSafetensors } from '../../learning/safetensors.js';
import type { DataProfile } from '../../learning/profile.js';
import type { Store } from '../../storage/store.js';
import { heartbeating } from '../runtime/heartbeat.js';
import { readTrial, tellLostTrials } from '../runtime/lost-trials.js';
import type { LoadedSearch } from '../runtime/search-loader.js';
import { startSpan } from '../runtime/span.js';
import type { OwnProcess } from '../runtime/own-process.js';
import type { ThreadPool } from '../runtime/thread-pool.js';
import { fitSeed, prepareSeed } from '../trials/key.js';
import type { FinalJob, FinalResult } from './final-job.js';
import { MODEL_FORMAT, writeModel } from './model-file.js';

export interface TrainDependencies {
  store: Store;
  load(contextRef: ArtifactRef): Promise<LoadedSearch>;
  pool: ThreadPool;
  ownProcess: OwnProcess;
  /** The release that writes the model. */
  release: string;
}

/** Attempts in threads: it may be the fits that take their worker down, and then they shall have a process each. */
const MOST_ATTEMPTS = 2;

/** The activity `trainModel`: reads the holdout score once, and delivers a model that was fitted on all rows. */
export function createTrainModel(deps: TrainDependencies) {
  return async function trainModel(argument: TrainRequest): Promise<TrainReply> {
    const span = startSpan();
    const request = trainRequestSchema.parse(argument);
    const { store } = deps;
    return heartbeating(async ({ cancellationSignal, info }) => {
      const search = await deps.load(request.contextRef);
      const record = await readTrial(store, request.key);
      const outcome = record && completed(record);
      if (!outcome) throw tellLostTrials([request.key]);
      const runner = info.attempt > MOST_ATTEMPTS ? deps.ownProcess : deps.pool;
      const [judged, delivered] = await runBoth(
        (rows, signal) => runner.run<FinalResult>(finalJob(store, search, record, outcome, rows), signal),
        cancellationSignal,
      );
      const holdoutScore = judged.holdout?.score ?? null;
      const model = await deliver(deps, search, request, record, delivered, holdoutScore);
      const arrays = await store.artifacts.put(encodeArrays(judged, delivered));
      await store.checkpoints.remove(request.key);
      return {
        holdoutScore,
        model,
        features: decodeColumns(record.candidate.features).map((column) => search.context.columns[column].name),
        candidate: record.candidate,
        arrays,
        span: span(),
      };
    });
  };
}

/** Both fits. Where one fails, the other is ended before this rejects: the next attempt writes the same checkpoints. */
async function runBoth(
  run: (rows: FinalJob['rows'], signal: AbortSignal) => Promise<FinalResult>,
  cancelled: AbortSignal,
): Promise<[FinalResult, FinalResult]> {
  const failed = new AbortController();
  const signal = AbortSignal.any([cancelled, failed.signal]);
  const fits = (['search', 'all'] as const).map((rows) => run(rows, signal));
  try {
    const [judged, delivered] = await Promise.all(fits);
    return [judged, delivered];
  } finally {
    failed.abort();
    await Promise.allSettled(fits);
  }
}

function finalJob(
  store: Store,
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
