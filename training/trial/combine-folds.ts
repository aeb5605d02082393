import { deviationOf, meanOf } from '../../contracts/moments.js';
import type { CompletedOutcome, Outcome, TrialRecord } from '../../contracts/candidate/trial.js';
import { encodeSafetensors } from '../../learning/arrays/safetensors.js';
import type { Store } from '../../storage/store.js';
import type { FoldResult } from '../fit/fold-job.js';
import type { TrialToRun } from './trial-to-run.js';

export type CompletedFold = Extract<FoldResult, { status: 'completed' }>;

/** A trial's outcome from its folds, in order: mean and standard deviation of scores, mean importances, median effort. */
export function combineFolds(folds: CompletedFold[]): {
  outcome: CompletedOutcome;
  cost: TrialRecord['cost'];
  /** A safetensors file, see TrialRecord. */
  arrays: Uint8Array;
} {
  const scores = folds.map(({ score }) => score);
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

/** Writes the record of a trial all of whose folds are done. */
export async function saveCompleted(
  { artifacts, trials }: Store,
  { key, candidate, backend }: Pick<TrialToRun, 'key' | 'candidate' | 'backend'>,
  folds: CompletedFold[],
): Promise<TrialRecord> {
  const { outcome, cost, arrays } = combineFolds(folds);
  const record: TrialRecord = { key, candidate, outcome, cost, arrays: await artifacts.put(arrays), backend };
  await trials.write(record);
  return record;
}

/** Writes the record of a trial that gave no score. */
export async function saveFailure(
  store: Store,
  trial: Pick<TrialToRun, 'key' | 'candidate' | 'backend'>,
  outcome: Outcome,
  seconds = 0,
): Promise<TrialRecord> {
  const { key, candidate, backend } = trial;
  const record: TrialRecord = { key, candidate, outcome, cost: { seconds, work: 0, bytes: 0 }, arrays: null, backend };
  await store.trials.write(record);
  return record;
}

function encodeArrays(folds: CompletedFold[]): Uint8Array {
  const rows = new Int32Array(sum(folds.map((fold) => fold.rows.length)));
  const predictions = new Float64Array(sum(folds.map((fold) => fold.predictions.length)));
  const columns = folds[0].importances.length;
  const importances = new Float64Array(columns);
  const foldImportances = new Float64Array(folds.length * columns);
  let row = 0;
  let value = 0;
  for (const [i, fold] of folds.entries()) {
    foldImportances.set(fold.importances, i * columns);
    rows.set(fold.rows, row);
    predictions.set(fold.predictions, value);
    row += fold.rows.length;
    value += fold.predictions.length;
    fold.importances.forEach((importance, column) => (importances[column] += importance / folds.length));
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
