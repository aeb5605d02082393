import { z } from 'zod';
import { architectureSchema } from './architecture.js';
import { columnSetSchema } from './column-set.js';
import { hashJson } from '../json.js';
import { paradigmIdSchema, type ParadigmDescription } from './paradigm.js';
import { defaultPoint, pointSchema } from './space.js';
import { transformsSchema } from './transform.js';

/** One point of the whole search: kept features, a transform per column, a paradigm, its hyperparameters and architecture. */
export const candidateSchema = z.strictObject({
  features: columnSetSchema,
  /**
   * If columns were selected by models: the columns of each fold, selected in the same way by models that were not
   * trained on the fold's validation rows. The score then includes the selection; with the same columns in every fold
   * it would be biased (Ambroise and McLachlan 2002). The final model is fitted on `features`.
   */
  foldFeatures: z.array(columnSetSchema).optional(),
  transforms: transformsSchema,
  paradigm: paradigmIdSchema,
  hyperparameters: pointSchema,
  /** Null for paradigms without an architecture. */
  architecture: architectureSchema.nullable(),
});
/**
 * One point of a search.
 *
 * @interface
 */
export type Candidate = z.infer<typeof candidateSchema>;

/** The columns of a candidate. */
export type CandidateColumns = Pick<Candidate, 'features' | 'foldFeatures'>;

export function columnsOf({ features, foldFeatures }: CandidateColumns): CandidateColumns {
  return foldFeatures ? { features, foldFeatures } : { features };
}

/** Hash of a candidate, equal for equal candidates: 64 hexadecimal digits. */
export function candidateHash(candidate: Candidate): string {
  return hashJson(candidate);
}

/** The same candidate with other columns. */
export function withColumns(candidate: Candidate, columns: CandidateColumns): Candidate {
  const { foldFeatures: _, ...rest } = candidate;
  return { ...rest, ...columnsOf(columns) };
}

/** The candidate on the columns of one fold. */
export function forFold(candidate: Candidate, fold: number): Candidate {
  const { foldFeatures } = candidate;
  return foldFeatures ? withColumns(candidate, { features: foldFeatures[fold] }) : candidate;
}

/** A paradigm at its defaults on the given columns. */
export function defaultCandidate(paradigm: ParadigmDescription, columns: CandidateColumns): Candidate {
  return {
    ...columnsOf(columns),
    transforms: paradigm.transforms,
    paradigm: paradigm.id,
    hyperparameters: defaultPoint(paradigm.hyperparameters),
    architecture: paradigm.architecture?.default ?? null,
  };
}
