import type { TrialKey } from '../contracts/candidate/trial.js';
import type { Store } from './store.js';
import { filesOf, inParallel, STORE_KINDS, type StoreKind } from './files/walk.js';

/** The history of one trial. */
export interface TrialStats {
  key: TrialKey;
  /** Status of its outcome; null without a record. */
  outcome: string | null;
  /** How often it was trained to an outcome. */
  trained: number;
  /** Attempts that continued from checkpoints. */
  continued: number;
  /** Attempts that started from the beginning after another. */
  restarted: number;
  /** Attempts that are running, or disappeared with their worker. */
  open: number;
}

export interface StoreStats {
  bytes: Record<StoreKind, number>;
  files: Record<StoreKind, number>;
  /** Those with a record. `failed`: by an error of their own, or for lack of memory. */
  trials: { total: number; completed: number; failed: number; timedOut: number };
  /** Sums over all keys; `trainedTwice` is the number of those that were trained more than once. */
  attempts: { trained: number; continued: number; restarted: number; trainedTwice: number };
  keys: TrialStats[];
}

/** How large a store is, and how often each of its trials was trained. Searches may run meanwhile. */
export async function storeStats(store: Store): Promise<StoreStats> {
  const zero = Object.fromEntries(STORE_KINDS.map((kind) => [kind, 0])) as Record<StoreKind, number>;
  const bytes = { ...zero };
  const files = { ...zero };
  for (const kind of STORE_KINDS) {
    for await (const file of filesOf(store.root, kind)) {
      bytes[kind] += file.bytes;
      files[kind]++;
    }
  }
  const known: TrialKey[] = [];
  for await (const key of store.trials.keys()) known.push(key);
  const keys = await inParallel(known.sort(), (key) => trialStats(store, key));
  return { bytes, files, trials: countOutcomes(keys), attempts: sumAttempts(keys), keys };
}

async function trialStats(store: Store, key: TrialKey): Promise<TrialStats> {
  const [record, attempts] = await Promise.all([store.trials.read(key), store.attempts.of(key)]);
  const { started, trained, continued, restarted, open } = attempts;
  const outcome = record?.outcome.status ?? null;
  // If a worker dies between writing the record and the end of the log, the trial was trained nevertheless. Some
  // failures are certain without training.
  const least = outcome === 'completed' || (outcome !== null && started > 0) ? 1 : 0;
  return { key, outcome, trained: Math.max(least, trained), continued, restarted, open };
}

function countOutcomes(keys: readonly TrialStats[]): StoreStats['trials'] {
  const count = (...statuses: string[]): number =>
    keys.filter(({ outcome }) => statuses.includes(outcome ?? '')).length;
  return {
    total: keys.filter(({ outcome }) => outcome !== null).length,
    completed: count('completed'),
    failed: count('failed'),
    timedOut: count('timed-out'),
  };
}

function sumAttempts(keys: readonly TrialStats[]): StoreStats['attempts'] {
  const sum = (of: (key: TrialStats) => number): number => keys.reduce((total, key) => total + of(key), 0);
  return {
    trained: sum(({ trained }) => trained),
    continued: sum(({ continued }) => continued),
    restarted: sum(({ restarted }) => restarted),
    trainedTwice: keys.filter(({ trained }) => trained > 1).length,
  };
}
