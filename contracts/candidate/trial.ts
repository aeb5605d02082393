import { z } from 'zod';
import { artifactRefSchema } from '../artifact.js';
import { candidateSchema } from './candidate.js';
import { paradigmIdSchema } from './paradigm.js';

/**
 * Part of every trial key: raise it when an evaluation would give another result for the same other parts of the key.
 */
export const TRIAL_VERSION = 3;

/** Hash of everything that determines a trial: 64 hexadecimal digits. */
export const trialKeySchema = z.string().regex(/^[0-9a-f]{64}$/);
export type TrialKey = z.infer<typeof trialKeySchema>;

/**
 * Why a trial failed. `crashed-worker`: two workers crashed with it; `memory`: it would need, or needed, too much
 * memory; `error`: the learner threw; `not-finite`: its predictions or score were not numbers; `invalid-candidate`: it
 * is outside the space (an axis's error); `module`: the paradigm's own workers were absent, or gave an invalid answer.
 */
export const failureCodeSchema = z.enum([
  'error',
  'not-finite',
  'memory',
  'crashed-worker',
  'invalid-candidate',
  'module',
]);
export type FailureCode = z.infer<typeof failureCodeSchema>;

const reason = z.string().max(300);

/** How a trial ended. */
export const outcomeSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('completed'),
    /** Mean over the folds, in the metric's own direction and unit. */
    score: z.number(),
    /** The score of each fold, in order. */
    scores: z.array(z.number()).min(1),
    /** Standard deviation over the folds; 0 for one fold. */
    spread: z.number().min(0),
    /** Iterations chosen by early stopping (median over the folds), if the paradigm iterates. */
    effort: z.number().nullable(),
  }),
  z.strictObject({ status: z.literal('pruned'), reason }),
  /** It reached its own time limit (`trial`), or the search's time ended (`search`). */
  z.strictObject({ status: z.literal('timed-out'), limit: z.enum(['trial', 'search']), reason }),
  z.strictObject({ status: z.literal('failed'), code: failureCodeSchema, reason }),
]);
export type Outcome = z.infer<typeof outcomeSchema>;
export type CompletedOutcome = Extract<Outcome, { status: 'completed' }>;

/**
 * The cost of training and predicting, all folds together. A search uses it for decisions only if its budget is in
 * seconds.
 */
export const trialCostSchema = z.strictObject({
  seconds: z.number().min(0),
  /** Estimated floating-point operations. */
  work: z.number().min(0),
  /** Estimated peak memory. */
  bytes: z.number().min(0),
});

/** Which axis proposed a trial, and in which of its steps (from 0). */
export const originSchema = z.strictObject({ axis: z.string(), step: z.int().min(0) });
export type Origin = z.infer<typeof originSchema>;

/** A trial in workflow histories: under 1 KB. */
export const trialSummarySchema = z.strictObject({
  key: trialKeySchema,
  origin: originSchema,
  paradigm: paradigmIdSchema,
  /** Number of kept columns. */
  features: z.int().min(0),
  outcome: outcomeSchema,
  cost: trialCostSchema,
  /** The split of the rows into folds that it was scored on: 0 is the search's own, others are those of finalists. */
  repeat: z.int().min(0).default(0),
  /** It came from the store. */
  reused: z.boolean(),
});
export type TrialSummary = z.infer<typeof trialSummarySchema>;

/** A trial in the store: self-contained except for its arrays. */
export const trialRecordSchema = z.strictObject({
  key: trialKeySchema,
  candidate: candidateSchema,
  outcome: outcomeSchema,
  cost: trialCostSchema,
  /**
   * A safetensors file with `predictions` (float64, validation rows × outputs), `rows` (int32, their row numbers in
   * the data), `importances` (float64, one for each input column, ≥ 0, of sum 1 or all 0) and `foldImportances`
   * (float64, folds × input columns); null unless completed.
   */
  arrays: artifactRefSchema.nullable(),
  /** The numeric backend that trained it. */
  backend: z.string(),
});
export type TrialRecord = z.infer<typeof trialRecordSchema>;

/** A candidate with its outcome, as `Axis.advance` sees it. */
export interface Trial extends Pick<TrialRecord, 'key' | 'candidate' | 'outcome'> {
  origin: Origin;
  /** For each input column, ≥ 0, of sum 1 or all 0; null unless completed and asked for by the axis. */
  importances: number[] | null;
  /** The same of the model of each fold, of which `importances` is the mean; null unless asked for. */
  foldImportances: number[][] | null;
}

/** The outcome of a completed trial, else null. */
export function completed(trial: { outcome: Outcome }): CompletedOutcome | null {
  return trial.outcome.status === 'completed' ? trial.outcome : null;
}
