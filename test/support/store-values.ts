import { readdir } from 'node:fs/promises';
import type { StepRecord } from '../../contracts/search/search.js';
import { PLAIN_TRANSFORMS } from '../../contracts/candidate/transform.js';
import type { Outcome, TrialRecord } from '../../contracts/candidate/trial.js';

export const COMPLETED: Outcome = { status: 'completed', score: 0.5, scores: [0.5], spread: 0, effort: null };

/** A key that is no other number's. */
export function keyNumber(number: number): string {
  return number.toString(16).padStart(8, '0').repeat(8);
}

export function trialRecord(key: string, changes: Partial<TrialRecord> = {}): TrialRecord {
  return {
    key,
    candidate: {
      features: '0-3',
      transforms: PLAIN_TRANSFORMS,
      paradigm: 'tree',
      hyperparameters: { maxDepth: 3 },
      architecture: null,
    },
    outcome: COMPLETED,
    cost: { seconds: 1, work: 2, bytes: 3 },
    arrays: null,
    backend: 'js',
    ...changes,
  };
}

/** @param keys of its trials */
export function stepRecord(index: number, keys: readonly string[] = [], changes: Partial<StepRecord> = {}): StepRecord {
  return {
    index,
    axis: 'features',
    step: index,
    note: 'n',
    converged: false,
    candidates: { inline: [] },
    trials: keys.map((key) => ({
      key,
      origin: { axis: 'features', step: index },
      paradigm: 'tree',
      features: 4,
      outcome: COMPLETED,
      cost: { seconds: 1, work: 2, bytes: 3 },
      repeat: 0,
      reused: false,
    })),
    seconds: 1,
    gain: 0,
    incumbent: null,
    state: { inline: null },
    ...changes,
  };
}

/** Every file under a folder, relative to it. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}
