import type { FailureCode, Outcome, TrialRecord } from '../../contracts/trial.js';
import type { Store } from '../../storage/store.js';
import type { TrialToRun } from './trial-to-run.js';

export function failed(code: FailureCode, reason: string): Outcome {
  return { status: 'failed', code, reason: reason.slice(0, 300) };
}

/** Writes the record of a trial that gave no score. */
export async function saveFailure(
  store: Store,
  trial: TrialToRun,
  outcome: Outcome,
  seconds = 0,
): Promise<TrialRecord> {
  const { key, candidate, backend } = trial;
  const record: TrialRecord = { key, candidate, outcome, cost: { seconds, work: 0, bytes: 0 }, arrays: null, backend };
  await store.trials.write(record);
  return record;
}
