import { z } from 'zod';
import { artifactRefSchema, type ArtifactRef } from '../../contracts/artifact.js';
import { fittedTransformsSchema } from '../../learning/transforms/index.js';
import type { ArtifactStore } from '../../storage/artifacts.js';

const sourceSchema = z.array(z.int().min(0));

/** The state of a model while its paradigm's team fits it. */
const preparedModelSchema = z.strictObject({
  /** For each fit, the input column that each column of its matrices was made from. */
  sources: z.strictObject({ search: sourceSchema, all: sourceSchema }),
  /** On all rows. */
  fitted: fittedTransformsSchema,
  /** The matrix of all rows. */
  train: artifactRefSchema,
});
export type PreparedModel = z.infer<typeof preparedModelSchema>;

export function writePreparedModel(artifacts: ArtifactStore, prepared: PreparedModel): Promise<ArtifactRef> {
  return artifacts.put(JSON.stringify(preparedModelSchema.parse(prepared)));
}

/** @throws Error where the store has lost it */
export async function readPreparedModel(artifacts: ArtifactStore, ref: ArtifactRef): Promise<PreparedModel> {
  return preparedModelSchema.parse(JSON.parse((await artifacts.get(ref)).toString('utf8')));
}
