import { ApplicationFailure } from '@temporalio/activity';
import { LOST_TRIALS } from '../../contracts/search/activities.js';
import type { TrialKey, TrialRecord } from '../../contracts/candidate/trial.js';
import type { Store } from '../../storage/store.js';

/** A trial that the store had, and has lost or found damaged: it can be trained again. */
export class TrialLost extends Error {
  override readonly name = 'TrialLost';

  constructor(readonly key: TrialKey) {
    super(`the store has lost trial ${key}`);
  }
}

/** A trial whose record and arrays are there; null where one of them is not. */
export async function readTrial({ trials, artifacts }: Store, key: TrialKey): Promise<TrialRecord | null> {
  const record = await trials.read(key);
  const whole = record && (record.arrays === null || (await artifacts.has(record.arrays)));
  return whole ? record : null;
}

/** For an activity: tells the workflow which trials were lost, so that it has them trained again. */
export function tellLostTrials(keys: readonly TrialKey[]): ApplicationFailure {
  const what = keys.length === 1 ? 'a trial' : `${keys.length} trials`;
  return ApplicationFailure.nonRetryable(`the store has lost ${what}: trained again`, LOST_TRIALS, keys);
}
