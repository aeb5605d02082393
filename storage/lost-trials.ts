import type { TrialKey, TrialRecord } from '../contracts/candidate/trial.js';
import type { Store } from './store.js';

/** The store has lost these trials, or found them damaged: they can be trained again. */
export class TrialsLost extends Error {
  override readonly name = 'TrialsLost';

  constructor(readonly keys: readonly TrialKey[]) {
    super(`the store has lost ${keys.length === 1 ? 'a trial' : `${keys.length} trials`}: trained again`);
  }
}

/** A trial whose record and arrays are in the store; null if one of them is missing. */
export async function readTrial({ trials, artifacts }: Store, key: TrialKey): Promise<TrialRecord | null> {
  const record = await trials.read(key);
  const whole = record && (record.arrays === null || (await artifacts.has(record.arrays)));
  return whole ? record : null;
}
