import { z } from 'zod';
import { architectureSchema } from '../candidate/architecture.js';
import { artifactRefSchema } from '../artifact.js';
import { contractRangeSchema, moduleBuildSchema, type ContractRange } from './module.js';
import { paradigmDescriptionSchema, paradigmIdSchema } from '../candidate/paradigm.js';
import { pointSchema } from '../candidate/space.js';
import { spanSchema } from '../span.js';
import { problemShapeSchema, taskSchema } from '../task.js';

/**
 * The contract of a paradigm that a team serves behind its own task queue, in any language. The core prepares matrices,
 * makes the folds, scores predictions and keeps trials; the paradigm fits and predicts.
 *
 * Matrices are Arrow IPC files (one record batch or more) in the store, by reference: float64 columns `x0`, `x1`, … in
 * the order of the model's columns, a missing value as NaN (only if the paradigm takes missing values), and in training
 * data a float64 column `y` with class codes 0 … classes-1 or the regression's values. The schema's metadata has
 * `names`, a JSON array with a name for each `x` column, for people, and `sources`, a JSON array with a number for
 * each: columns with the same number were made from the same column of the data. Training data may also have `groups`
 * there, an integer for each row: rows with the same number are copies of each other, and a fit that validates on some
 * of its rows should have no copies of them among its training rows. The answers are Arrow IPC files too: predictions
 * with float64 columns `p0` … (probabilities of the classes, each row of sum 1; `p0` alone holds a regression's
 * values), a row for each row of the matrix; importances with one float64 column `importance`, a value ≥ 0 for each `x`
 * column, of sum 1 or all 0.
 */
export const PARADIGM_CONTRACT = 1;
/** The versions that this release supports. */
export const PARADIGM_CONTRACTS: ContractRange = { from: PARADIGM_CONTRACT, to: PARADIGM_CONTRACT };

/** `describeParadigm`, on the paradigm's queue: called by each search before its first step. */
export const describeParadigmRequestSchema = z.strictObject({
  paradigm: paradigmIdSchema,
  contracts: contractRangeSchema,
  shape: problemShapeSchema,
});
export type DescribeParadigmRequest = z.infer<typeof describeParadigmRequestSchema>;
export const describeParadigmReplySchema = z.strictObject({
  contracts: contractRangeSchema,
  /** Its description for this problem; null if it does not apply. */
  description: paradigmDescriptionSchema.omit({ served: true }).nullable(),
  /** The numeric library that trains it, with its version: a part of trial keys. */
  backend: z.string().min(1).max(100),
  ...moduleBuildSchema.shape,
});
export type DescribeParadigmReply = z.infer<typeof describeParadigmReplySchema>;

/** One fit: on the rows of `train`, then predictions for those of `valid`. */
export const fitSpecSchema = z.strictObject({
  hyperparameters: pointSchema,
  architecture: architectureSchema.nullable(),
  /** 32 bits; the only source of randomness. */
  seed: z.int().min(0),
  /**
   * Exact number of iterations; null to let the paradigm choose (early stopping). Paradigms that do not iterate ignore
   * it.
   */
  effort: z.number().nullable(),
  train: artifactRefSchema,
  /** Null for no predictions. */
  valid: artifactRefSchema.nullable(),
  /** Whether to return the model too. */
  keepModel: z.boolean(),
});
export type FitSpec = z.infer<typeof fitSpecSchema>;

/** `fitPredict`: fits that are sent together, such as those of all folds of a few trials. */
export const fitPredictRequestSchema = z.strictObject({
  contract: z.literal(PARADIGM_CONTRACT),
  paradigm: paradigmIdSchema,
  searchId: z.string(),
  task: taskSchema,
  /** 2 for binary, 0 for regression. Some may have no row in `y`. */
  classes: z.int().min(0),
  fits: z.array(fitSpecSchema).min(1).max(256),
  /** Limit for one fit: a longer one ends as timed out. */
  fitSeconds: z.number().positive(),
  /**
   * Search time left at the start of the activity; fits that do not end in this time are timed out. Null for no limit.
   */
  secondsLeft: z.number().min(0).nullable(),
});
export type FitPredictRequest = z.infer<typeof fitPredictRequestSchema>;

/** A model in the form of one of Coaxial's own paradigms, so that Coaxial can predict with it. */
export const exportedModelSchema = z.strictObject({
  paradigm: paradigmIdSchema,
  /** The version of that paradigm's data. */
  version: z.int().min(1),
  /** A safetensors file with the paradigm's arrays, and in its metadata `meta`, JSON text. */
  ref: artifactRefSchema,
});
export type ExportedModel = z.infer<typeof exportedModelSchema>;

export const fitReplySchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('completed'),
    /** Null if `valid` is null. */
    predictions: artifactRefSchema.nullable(),
    importances: artifactRefSchema,
    /** Iterations chosen by early stopping, else null. */
    effort: z.number().nullable(),
    /** If requested: bytes in the paradigm's own format, which only it can read. */
    model: artifactRefSchema.nullable(),
    /** If requested, and if there is one. */
    exported: exportedModelSchema.nullable(),
    /** Time of fitting and predicting. */
    seconds: z.number().min(0),
  }),
  z.strictObject({
    status: z.literal('failed'),
    code: z.enum(['error', 'memory', 'not-finite', 'timed-out']),
    reason: z.string().max(300),
    seconds: z.number().min(0),
  }),
]);
export type FitReply = z.infer<typeof fitReplySchema>;
export const fitPredictReplySchema = z.strictObject({
  /** One for each fit, in order. */
  fits: z.array(fitReplySchema),
  span: spanSchema,
});
export type FitPredictReply = z.infer<typeof fitPredictReplySchema>;

/** `predictWithModel`: predictions of a model that `fitPredict` kept. */
export const predictRequestSchema = z.strictObject({
  contract: z.literal(PARADIGM_CONTRACT),
  paradigm: paradigmIdSchema,
  task: taskSchema,
  classes: z.int().min(0),
  model: artifactRefSchema,
  /** A matrix, as `valid` of a fit. */
  matrix: artifactRefSchema,
});
export type PredictRequest = z.infer<typeof predictRequestSchema>;
export const predictReplySchema = z.strictObject({ predictions: artifactRefSchema });
export type PredictReply = z.infer<typeof predictReplySchema>;

/** The activities of a worker for its paradigms. */
export interface ParadigmActivities {
  describeParadigm(request: DescribeParadigmRequest): Promise<DescribeParadigmReply>;
  fitPredict(request: FitPredictRequest): Promise<FitPredictReply>;
  predictWithModel(request: PredictRequest): Promise<PredictReply>;
}
