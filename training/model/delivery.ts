import { join } from 'node:path';
import type { DeliveredModel, TrainRequest } from '../../contracts/search/trial-activities.js';
import type { ArtifactRef } from '../../contracts/artifact.js';
import { decodeColumns } from '../../contracts/candidate/column-set.js';
import type { HoldoutPast } from '../../contracts/search/holdout.js';
import { hashJson } from '../../contracts/json.js';
import { completed, type CompletedOutcome, type TrialRecord } from '../../contracts/candidate/trial.js';
import { decodeHashes } from '../../learning/dataset/dataset.js';
import type { DataProfile } from '../../learning/dataset/profile.js';
import { encodeSafetensors } from '../../learning/arrays/safetensors.js';
import type { FittedTransforms } from '../../learning/transforms/index.js';
import type { Store } from '../../storage/store.js';
import { readTrial, TrialsLost } from '../../storage/lost-trials.js';
import type { LoadedSearch } from '../data/search-loader.js';
import type { JudgedFit } from '../fit/jobs.js';
import type { ModelDescription } from './model-file.js';

export interface DeliveryDependencies {
  store: Store;
  load(contextRef: ArtifactRef): Promise<LoadedSearch>;
  /** The release that writes the model. */
  release: string;
}

/** The completed trial that is delivered. @throws TrialsLost if the store has lost it */
export async function trialToDeliver(
  store: Store,
  key: string,
): Promise<{ record: TrialRecord; outcome: CompletedOutcome }> {
  const record = await readTrial(store, key);
  const outcome = record && completed(record);
  if (!outcome) throw new TrialsLost([key]);
  return { record, outcome };
}

/** The results of final fits. */
export interface Delivery {
  record: TrialRecord;
  /** On all rows. */
  fitted: FittedTransforms;
  delivered: JudgedFit;
  /** Result of the fit on the search's rows on the holdout; null without a holdout. */
  holdout: JudgedFit['judged'];
}

/** Writes a model into its search's folder, and returns the activity's reply. @param write the model's form */
export async function deliver(
  deps: DeliveryDependencies,
  search: LoadedSearch,
  request: TrainRequest,
  delivery: Delivery,
  write: (folder: string, description: ModelDescription) => Promise<void>,
): Promise<Omit<DeliveredModel, 'span' | 'warnings'>> {
  const { store } = deps;
  const { searchId } = request;
  const folder = join(await store.searches.folder(searchId), 'model');
  await write(folder, await describeModel(deps, search, request, delivery));
  const { record, delivered, holdout } = delivery;
  const { candidate, key } = record;
  return {
    holdoutScore: holdout?.score ?? null,
    ...(await holdoutPast(store, search, { searchId, key }, holdout)),
    model: folder,
    features: decodeColumns(candidate.features).map((column) => search.context.columns[column].name),
    candidate,
    arrays: await store.artifacts.put(encodeArrays(holdout, delivered.importances)),
  };
}

/** The common part of a model's file. */
async function describeModel(
  { store, release }: DeliveryDependencies,
  { context }: LoadedSearch,
  { searchId, cvScore }: TrainRequest,
  { record: { candidate }, fitted, delivered, holdout }: Delivery,
): Promise<ModelDescription> {
  const profile = JSON.parse((await store.artifacts.get(context.profileRef)).toString('utf8')) as DataProfile;
  const { prior, trainedRows, targetUnit } = delivered;
  return {
    coaxial: release,
    searchId,
    target: context.target,
    task: context.task,
    classes: context.classes,
    columns: decodeColumns(candidate.features).map((column) => profile.readings[column]),
    transforms: fitted,
    targetUnit,
    prior,
    paradigm: candidate.paradigm,
    hyperparameters: candidate.hyperparameters,
    architecture: candidate.architecture,
    quality: { metric: context.metric, cvScore, holdoutScore: holdout?.score ?? null },
    trainedRows,
  };
}

/** Records that a model was scored on the holdout rows, and returns their earlier uses. */
async function holdoutPast(
  store: Store,
  { context, shared }: LoadedSearch,
  { searchId, key }: { searchId: string; key: string },
  holdout: JudgedFit['judged'],
): Promise<HoldoutPast> {
  if (holdout === null) return { holdoutReads: 0, holdoutSeen: 0 };
  const all = decodeHashes(shared.data);
  const hashes = Float64Array.from(holdout.rows, (row) => all[row]);
  const data = hashJson([context.target, context.columns.map(({ name }) => name).sort()]);
  const profile = JSON.parse((await store.artifacts.get(context.profileRef)).toString('utf8')) as DataProfile;
  return {
    holdoutReads: await store.holdouts.note({ data, key, searchId, hashes }),
    holdoutSeen: profile.holdoutSeen,
  };
}

function encodeArrays(holdout: JudgedFit['judged'], importances: Float64Array): Uint8Array {
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
