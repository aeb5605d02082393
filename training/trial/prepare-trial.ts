import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { candidateSchema } from '../../contracts/candidate/candidate.js';
import type { ArtifactRef } from '../../contracts/artifact.js';
import type { ArtifactStore } from '../../storage/artifacts.js';
import type { PreparedTrial } from '../../contracts/search/trial-activities.js';
import { trialKeySchema, type TrialRecord } from '../../contracts/candidate/trial.js';
import { CANCELLED } from '../../storage/attempts.js';
import type { Store } from '../../storage/store.js';
import { allRows, foldFits, type CandidateFit } from '../fit/planned-fits.js';
import { failed } from '../fit/failure.js';
import type { PreparedMatrices } from '../fit/jobs.js';
import type { Matrices } from '../fit/matrices.js';
import { refusal, type EstimateBytes } from './refusal.js';
import { saveFailure } from './save-trial.js';
import type { TrialLimits, TrialToRun } from './trial-to-run.js';

/** A trial whose fits have to be called on its paradigm's own queue. */
export type TrialToFit = Omit<PreparedTrial, 'index'>;

/**
 * Prepares a trial of a paradigm that its team serves: its matrices, in the store. Returns a record if it failed
 * before; null if the search's time ended. Rejects once cancelled.
 */
export type TrialPreparer = (
  trial: TrialToRun,
  limits: Omit<TrialLimits, 'trialSeconds'>,
) => Promise<{ toFit: TrialToFit } | { record: TrialRecord } | null>;

export interface TrialPreparerDependencies {
  store: Store;
  matrices: Matrices;
  estimateBytes: EstimateBytes;
}

/**
 * No claim is held from here until the trial is scored: in between it waits for another team's worker, for any length of
 * time, while a claim lives and dies with one process. Two searches that want the same trial at once have it fitted
 * twice, to the same outcome, and the first record stays.
 */
export function createTrialPreparer(deps: TrialPreparerDependencies): TrialPreparer {
  const { store } = deps;
  return async (trial, { maxBytes, cancelled, ended }) => {
    const refused = refusal({ maxBytes, estimateBytes: deps.estimateBytes }, trial);
    if (refused) return { record: await saveFailure(store, trial, refused) };
    if (ended.aborted) return null;
    const attempt = randomUUID();
    await store.attempts.started(trial.key, attempt, { folds: 0, fits: 0 });
    // The attempt ends when the trial is scored, unless it fails here.
    let how: string | null = CANCELLED;
    try {
      const { search, candidate, repeat } = trial;
      const fits = await foldFits(search, candidate, repeat);
      const limit = { maxBytes, rows: allRows(search.context) };
      const folds = await deps.matrices.prepare(fits, limit, AbortSignal.any([cancelled, ended]));
      const failure = folds.find((fold) => fold.status === 'failed');
      if (failure) {
        how = 'failed';
        return { record: await saveFailure(store, trial, failed(failure.code, failure.reason)) };
      }
      const toFit = await keep(store, trial, attempt, fits, folds as PreparedMatrices[]);
      how = null;
      return { toFit };
    } catch (error) {
      if (ended.aborted && !cancelled.aborted) return null;
      throw error;
    } finally {
      if (how !== null) await store.attempts.ended(trial.key, attempt, how);
    }
  };
}

async function keep(
  { artifacts }: Store,
  { search: { context }, key, candidate, repeat, backend }: TrialToRun,
  attempt: string,
  given: readonly CandidateFit[],
  folds: readonly PreparedMatrices[],
): Promise<TrialToFit> {
  const { defaultWork } = context.paradigms.find(({ id }) => id === candidate.paradigm)!;
  const prepared = await writePreparedTrial(artifacts, {
    key,
    candidate,
    repeat,
    backend,
    attempt,
    sources: folds.map(({ source }) => Array.from(source)),
    work: folds.length * defaultWork,
    bytes: Math.max(...folds.map(({ bytes }) => bytes)),
  });
  const { paradigm, hyperparameters, architecture } = candidate;
  return {
    key,
    paradigm,
    prepared,
    hyperparameters,
    architecture,
    fits: folds.map(({ train, valid }, fold) => ({ seed: given[fold].fitSeed, train, valid })),
  };
}

/** The state of a trial while its paradigm's team fits it. Rows and targets are in the data set. */
const preparedTrialFileSchema = z.strictObject({
  key: trialKeySchema,
  candidate: candidateSchema,
  repeat: z.int().min(0),
  backend: z.string(),
  /** Of the log of attempts. */
  attempt: z.string(),
  /** For each fold, the input column that each column of its matrices was made from. */
  sources: z.array(z.array(z.int().min(0))),
  /** Estimated, as in a trial's cost. */
  work: z.number(),
  bytes: z.number(),
});
export type PreparedTrialFile = z.infer<typeof preparedTrialFileSchema>;

function writePreparedTrial(artifacts: ArtifactStore, file: PreparedTrialFile): Promise<ArtifactRef> {
  return artifacts.put(JSON.stringify(preparedTrialFileSchema.parse(file)));
}

/** @throws Error if the store has lost it */
export async function readPreparedTrial(artifacts: ArtifactStore, ref: ArtifactRef): Promise<PreparedTrialFile> {
  return preparedTrialFileSchema.parse(JSON.parse((await artifacts.get(ref)).toString('utf8')));
}
