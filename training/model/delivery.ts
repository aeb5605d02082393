import { join } from 'node:path';
import type { DeliveredModel, FailedFit, TrainRequest } from '../../contracts/search/activities.js';
import type { ArtifactRef } from '../../contracts/artifact.js';
import { decodeColumns } from '../../contracts/candidate/column-set.js';
import type { HoldoutPast } from '../../contracts/search/holdout.js';
import { hashJson } from '../../contracts/json.js';
import type { Span } from '../../contracts/span.js';
import { completed, type CompletedOutcome, type TrialRecord } from '../../contracts/candidate/trial.js';
import type { ClassPrior } from '../../learning/models/class-prior.js';
import { decodeHashes } from '../../learning/dataset/dataset.js';
import type { DataProfile } from '../../learning/dataset/profile.js';
import { encodeSafetensors } from '../../learning/arrays/safetensors.js';
import type { FittedTransforms } from '../../learning/transforms/index.js';
import type { Store } from '../../storage/store.js';
import { readTrial, TrialsLost } from '../../storage/lost-trials.js';
import type { LoadedSearch } from '../data/search-loader.js';
import type { ModelDescription } from './model-file.js';

export interface DeliveryDependencies {
  store: Store;
  load(contextRef: ArtifactRef): Promise<LoadedSearch>;
  /** The release that writes the model. */
  release: string;
}

/** The completed trial that is delivered. @throws TrialsLost where the store has lost it */
export async function trialToDeliver(
  store: Store,
  key: string,
): Promise<{ record: TrialRecord; outcome: CompletedOutcome }> {
  const record = await readTrial(store, key);
  const outcome = record && completed(record);
  if (!outcome) throw new TrialsLost([key]);
  return { record, outcome };
}

/** A final fit gives no model, and would give none again. */
export class FitFailed extends Error {
  override readonly name = 'FitFailed';

  constructor(
    readonly code: FailedFit['failed']['code'],
    reason: string,
  ) {
    super(reason);
  }
}

/** Runs an activity's body; a fit that fails is its reply, for the next best may be fitted. */
export async function failedFit<Reply>(span: () => Span, body: () => Promise<Reply>): Promise<Reply | FailedFit> {
  try {
    return await body();
  } catch (error) {
    if (!(error instanceof FitFailed)) throw error;
    return { failed: { code: error.code, reason: error.message.slice(0, LONGEST_REASON) }, span: span() };
  }
}

const LONGEST_REASON = 300;

/** Workers that may be lost in the middle of a model's delivery, whatever it is that ends them. */
const MOST_LOST = 10;

/** @throws FitFailed */
export function lostTooOften(lost: number): void {
  if (lost >= MOST_LOST) throw new FitFailed('crashed-worker', `${lost} workers were lost while they worked on it`);
}

/** Of the outer holdout; null where there is none. */
export type Holdout = { score: number; rows: Int32Array; predictions: Float64Array } | null;

/** What final fits came to, whoever made them. */
export interface Delivery {
  record: TrialRecord;
  /** Of the fit on all rows. */
  fitted: FittedTransforms;
  prior: ClassPrior | null;
  trainedRows: number;
  targetUnit: number;
  /** One for each input column. */
  importances: Float64Array;
  /** Of the fit on the search's rows. */
  holdout: Holdout;
}

/** What a model's file says of it, whichever form it has. */
export async function describeModel(
  { store, release }: DeliveryDependencies,
  { context }: LoadedSearch,
  { searchId, cvScore }: TrainRequest,
  { record: { candidate }, fitted, prior, trainedRows, targetUnit, holdout }: Delivery,
): Promise<ModelDescription> {
  const profile = JSON.parse((await store.artifacts.get(context.profileRef)).toString('utf8')) as DataProfile;
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

export async function modelFolder(store: Store, searchId: string): Promise<string> {
  return join(await store.searches.folder(searchId), 'model');
}

/** What the workflow is told of a model in its folder. */
export async function deliveryReply(
  store: Store,
  search: LoadedSearch,
  { searchId, model }: { searchId: string; model: string },
  { record, holdout, importances }: Delivery,
): Promise<Omit<DeliveredModel, 'span'>> {
  const { context } = search;
  const { candidate } = record;
  return {
    holdoutScore: holdout?.score ?? null,
    ...(await holdoutPast(store, search, { searchId, key: record.key }, holdout)),
    model,
    features: decodeColumns(candidate.features).map((column) => context.columns[column].name),
    candidate,
    arrays: await store.artifacts.put(encodeArrays(holdout, importances)),
    warnings: [],
  };
}

/** Notes that the held out rows have judged a model, and says what became of them before. */
async function holdoutPast(
  store: Store,
  { context, shared }: LoadedSearch,
  { searchId, key }: { searchId: string; key: string },
  holdout: Holdout,
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

function encodeArrays(holdout: Holdout, importances: Float64Array): Uint8Array {
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
