import { z } from 'zod';
import { architectureSchema } from './architecture.js';
import { columnSetSchema, type ColumnSet } from './column-set.js';
import { hashJson } from './json.js';
import { paradigmIdSchema, type ParadigmDescription } from './paradigm.js';
import { defaultPoint, pointSchema } from './space.js';
import { transformsSchema } from './transform.js';

/** One point of the whole search: kept features, a transform per column, a paradigm, its hyperparameters and architecture. */
export const candidateSchema = z.strictObject({
  features: columnSetSchema,
  transforms: transformsSchema,
  paradigm: paradigmIdSchema,
  hyperparameters: pointSchema,
  /** Null for paradigms without an architecture. */
  architecture: architectureSchema.nullable(),
});
export type Candidate = z.infer<typeof candidateSchema>;

/** Hash of a candidate, equal for equal candidates: 64 hexadecimal digits. */
export function candidateHash(candidate: Candidate): string {
  return hashJson(candidate);
}

/** A paradigm at its defaults on the given columns. */
export function defaultCandidate(paradigm: ParadigmDescription, features: ColumnSet): Candidate {
  return {
    features,
    transforms: paradigm.transforms,
    paradigm: paradigm.id,
    hyperparameters: defaultPoint(paradigm.hyperparameters),
    architecture: paradigm.architecture?.default ?? null,
  };
}
