import { z } from 'zod';
import type { ArtifactRef } from '../../contracts/artifact.js';
import { candidateSchema } from '../../contracts/candidate/candidate.js';
import { trialKeySchema } from '../../contracts/candidate/trial.js';
import type { ArtifactStore } from '../../storage/artifacts.js';

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

export function writePreparedTrial(artifacts: ArtifactStore, file: PreparedTrialFile): Promise<ArtifactRef> {
  return artifacts.put(JSON.stringify(preparedTrialFileSchema.parse(file)));
}

/** @throws Error where the store has lost it */
export async function readPreparedTrial(artifacts: ArtifactStore, ref: ArtifactRef): Promise<PreparedTrialFile> {
  return preparedTrialFileSchema.parse(JSON.parse((await artifacts.get(ref)).toString('utf8')));
}
