import { Readable } from 'node:stream';
import type { TrialRunner } from '../../../training/trial/train-trial.js';
import type { Outcome, TrialRecord } from '../../../contracts/candidate/trial.js';
import { createRandom, type Random } from '../../../random/index.js';
import type { TrialStore } from '../../../storage/trials.js';

/** Trials in memory: what a file system does with 12,800 of them is no concern of a history. */
export function memoryTrials(): TrialStore {
  const records = new Map<string, TrialRecord>();
  return {
    read: (key) => Promise.resolve(records.get(key) ?? null),
    write: (record) => Promise.resolve(void records.set(record.key, record)),
    keys: () => Readable.from([...records.keys()]) as AsyncIterable<string>,
  };
}

/** Numbers of every digit; one in eight fails with as long a reason as there may be. */
function outcome(random: Random): Outcome {
  if (random.below(8) === 0) return { status: 'failed', code: 'error', reason: 'why '.repeat(75) };
  const scores = Array.from({ length: 5 }, () => random.float());
  return { status: 'completed', score: random.float(), scores, spread: random.float(), effort: random.float() };
}

/** Evaluates without training: outcomes by chance, from the trial's key. */
export function fakeRunner(trials: TrialStore): TrialRunner {
  return async ({ key, candidate, backend }) => {
    const random = createRandom(Number.parseInt(key.slice(0, 8), 16));
    const cost = { seconds: 0.01 + random.float() / 100, work: random.float() * 1e9, bytes: random.float() * 1e9 };
    const record: TrialRecord = { key, candidate, outcome: outcome(random), cost, arrays: null, backend };
    await trials.write(record);
    return { record, reused: false };
  };
}
