import { deviationOf, meanOf } from '../../contracts/moments.js';
import { decodeColumns } from '../../contracts/candidate/column-set.js';
import type { EvaluateRequest } from '../../contracts/search/trial-activities.js';
import type { CompletedOutcome, Outcome, TrialRecord, TrialSummary } from '../../contracts/candidate/trial.js';
import { encodeSafetensors } from '../../learning/arrays/safetensors.js';
import { readTrial } from '../../storage/lost-trials.js';
import type { Store } from '../../storage/store.js';
import { isReusable } from '../../storage/trials.js';
import { failed } from '../fit/failure.js';
import type { FitFailure } from '../fit/fitter.js';
import type { CompletedFit } from '../fit/jobs.js';
import type { TrialToRun } from './trial-to-run.js';

/** A fold that was fitted and scored. */
export type CompletedFold = Pick<CompletedFit, 'status' | 'importances' | 'effort' | 'seconds' | 'work' | 'bytes'> & {
  judged: NonNullable<CompletedFit['judged']>;
};

/** How a fold ended; null if it was ended because another one failed. */
export type FoldEnd = Pick<CompletedFold, 'status' | 'seconds'> | (FitFailure & { seconds?: number }) | null;

/** Writes the record of a trial without a score in all folds: the first failure, or the limit that ended them. */
export function saveUnfinished(store: Store, trial: SavedTrial, folds: readonly FoldEnd[]): Promise<TrialRecord> {
  const failures = folds.filter((fold) => fold?.status === 'failed');
  const seconds = sum(folds.map((fold) => fold?.seconds ?? 0));
  for (const { code, reason } of failures) {
    if (code !== 'timed-out') return saveFailure(store, trial, failed(code, reason), seconds);
  }
  const { limit = 'search', reason } = failures.find(({ limit }) => limit === 'trial') ?? failures[0];
  const completed = folds.filter((fold) => fold?.status === 'completed').length;
  const how = `${completed} of ${folds.length} folds done`;
  return saveFailure(store, trial, { status: 'timed-out', limit, reason: `${reason} (${how})` }, seconds);
}

type SavedTrial = Pick<TrialToRun, 'key' | 'candidate' | 'backend'>;

/** Writes the record of a trial without a score. @returns the record of another that settled it meanwhile, which stays */
export async function saveFailure(
  store: Store,
  { key, candidate, backend }: SavedTrial,
  outcome: Outcome,
  seconds = 0,
): Promise<TrialRecord> {
  if (!isReusable(outcome)) {
    // Brief trials are trained without a claim.
    const settled = await readTrial(store, key);
    if (settled && isReusable(settled.outcome)) return settled;
  }
  const record: TrialRecord = { key, candidate, outcome, cost: { seconds, work: 0, bytes: 0 }, arrays: null, backend };
  await store.trials.write(record);
  return record;
}

/** Writes the record of a trial with a score in all folds, in order. */
export async function saveCompleted(
  { artifacts, trials }: Store,
  { key, candidate, backend }: SavedTrial,
  folds: readonly CompletedFold[],
): Promise<TrialRecord> {
  const { outcome, cost, arrays } = combineFolds(folds);
  const record: TrialRecord = { key, candidate, outcome, cost, arrays: await artifacts.put(arrays), backend };
  await trials.write(record);
  return record;
}

/** A trial's outcome from its folds, in order: mean and standard deviation of scores, mean importances, median effort. */
export function combineFolds(folds: readonly CompletedFold[]): {
  outcome: CompletedOutcome;
  cost: TrialRecord['cost'];
  /** A safetensors file, see TrialRecord. */
  arrays: Uint8Array;
} {
  const scores = folds.map(({ judged }) => judged.score);
  const score = meanOf(scores);
  const spread = deviationOf(scores, score, Math.max(1, scores.length - 1));
  return {
    outcome: { status: 'completed', score, scores, spread, effort: median(folds.map(({ effort }) => effort)) },
    cost: {
      seconds: sum(folds.map(({ seconds }) => seconds)),
      work: sum(folds.map(({ work }) => work)),
      bytes: Math.max(...folds.map(({ bytes }) => bytes)),
    },
    arrays: encodeArrays(folds),
  };
}

/** A trial in a search's history. */
export function summaryOf(
  { key, candidate, outcome, cost }: TrialRecord,
  { origin, repeat }: Pick<EvaluateRequest, 'origin' | 'repeat'>,
  reused: boolean,
): TrialSummary {
  const { paradigm, features } = candidate;
  return { key, origin, paradigm, features: decodeColumns(features).length, outcome, cost, repeat, reused };
}

function encodeArrays(folds: readonly CompletedFold[]): Uint8Array {
  const rows = new Int32Array(sum(folds.map(({ judged }) => judged.rows.length)));
  const predictions = new Float64Array(sum(folds.map(({ judged }) => judged.predictions.length)));
  const columns = folds[0].importances.length;
  const importances = new Float64Array(columns);
  const foldImportances = new Float64Array(folds.length * columns);
  let row = 0;
  let value = 0;
  for (const [i, { judged, importances: own }] of folds.entries()) {
    foldImportances.set(own, i * columns);
    rows.set(judged.rows, row);
    predictions.set(judged.predictions, value);
    row += judged.rows.length;
    value += judged.predictions.length;
    own.forEach((importance, column) => (importances[column] += importance / folds.length));
  }
  const outputs = rows.length === 0 ? 0 : predictions.length / rows.length;
  return encodeSafetensors(
    {
      rows: { array: rows },
      predictions: { array: predictions, shape: [rows.length, outputs] },
      importances: { array: importances },
      foldImportances: { array: foldImportances, shape: [folds.length, columns] },
    },
    {},
  );
}

function median(efforts: (number | null)[]): number | null {
  const known = efforts.filter((effort) => effort !== null).sort((a, b) => a - b);
  return known.length === 0 ? null : Math.round((known[(known.length - 1) >> 1] + known[known.length >> 1]) / 2);
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
