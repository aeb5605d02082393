import { z } from 'zod';
import { artifactRefSchema } from '../artifact.js';
import { candidateSchema } from '../candidate/candidate.js';
import { candidateListSchema } from '../candidate/candidate-list.js';
import { paradigmIdSchema } from '../candidate/paradigm.js';
import { spanSchema } from '../span.js';
import { failureCodeSchema, originSchema, trialKeySchema, trialSummarySchema } from '../candidate/trial.js';
import { fitReplySchema, fitSpecSchema } from '../module/fit-predict.js';

/**
 * Type of an activity's failure if the store has lost trials that it needs; the failure's details are their keys. The
 * activity can be repeated after they have been evaluated again.
 */
export const LOST_TRIALS = 'LostTrials';

/** `evaluateTrials`: cross-validates a batch of candidates, or finds their trials in the store. */
export const evaluateRequestSchema = z.strictObject({
  contextRef: artifactRefSchema,
  origin: originSchema,
  candidates: candidateListSchema,
  /** Number of the split into folds: 0 for the search's own, others to confirm finalists. */
  repeat: z.int().min(0),
  /** Fit every fold on the candidate's own columns and ignore `foldFeatures`, which is for the search's own folds. */
  fixedColumns: z.boolean(),
  /** Limit for one trial, all its folds, from the start of its first fold. */
  trialSeconds: z.number().positive(),
  /** Largest estimated memory of one trial. */
  trialMemoryMb: z.number().positive(),
  /** Search time left at the start of the activity; null without a budget in time. */
  secondsLeft: z.number().min(0).nullable(),
});
export type EvaluateRequest = z.infer<typeof evaluateRequestSchema>;
/** A trial of a paradigm with a queue of its own: its matrices are ready, and its fits have to be called there. */
export const preparedTrialSchema = z.strictObject({
  /** Index of its candidate in the request. */
  index: z.int().min(0),
  key: trialKeySchema,
  paradigm: paradigmIdSchema,
  /** Input of `scoreTrials`. */
  prepared: artifactRefSchema,
  /** What is common to its fits. */
  ...fitSpecSchema.pick({ hyperparameters: true, architecture: true }).shape,
  /** One for each fold, in order. */
  fits: z.array(fitSpecSchema.pick({ seed: true, train: true, valid: true })),
});
export type PreparedTrial = z.infer<typeof preparedTrialSchema>;
export const evaluateReplySchema = z.strictObject({
  /**
   * One for each candidate, in order; null for those not started before the end of the search's time, and those of
   * `toFit`.
   */
  trials: z.array(trialSummarySchema.nullable()),
  toFit: z.array(preparedTrialSchema),
  span: spanSchema,
});
export type EvaluateReply = z.infer<typeof evaluateReplySchema>;

/** `scoreTrials`: scores the predictions of paradigms with queues of their own, and keeps the trials. */
export const scoreRequestSchema = z.strictObject({
  contextRef: artifactRefSchema,
  origin: originSchema,
  repeat: z.int().min(0),
  /** The limit for one fit that was given to the paradigm. */
  fitSeconds: z.number().positive(),
  trials: z.array(
    z.strictObject({
      prepared: artifactRefSchema,
      /** The paradigm's answer, or why there is none. */
      answer: z.union([
        z.array(fitReplySchema),
        z.strictObject({ code: failureCodeSchema.extract(['module']), reason: z.string() }),
      ]),
    }),
  ),
});
export type ScoreRequest = z.infer<typeof scoreRequestSchema>;
/** Trials in the order of the request; null for those not started before the end of the search's time. */
export const scoreReplySchema = z.strictObject({ trials: z.array(trialSummarySchema.nullable()), span: spanSchema });
export type ScoreReply = z.infer<typeof scoreReplySchema>;

/** `trainModel`: fits a trial's candidate on the search rows to read the holdout score, and on all rows to deliver it. */
export const trainRequestSchema = z.strictObject({
  searchId: z.string(),
  contextRef: artifactRefSchema,
  key: z.string(),
  /** Its mean score over all folds that it was scored on. */
  cvScore: z.number(),
  /** Limit for one trial, all its folds; the limit of a final fit is longer in proportion to its rows. */
  trialSeconds: z.number().positive(),
});
export type TrainRequest = z.infer<typeof trainRequestSchema>;
export const deliveredModelSchema = z.strictObject({
  holdoutScore: z.number().nullable(),
  /** See SearchResult. */
  holdoutReads: z.int().min(0).default(0),
  /** See SearchResult. */
  holdoutSeen: z.int().min(0).default(0),
  /** Folder of the model. */
  model: z.string(),
  /** Names of the kept columns. */
  features: z.array(z.string()),
  candidate: candidateSchema,
  /** A safetensors file with `predictions`, `rows` (both of the holdout; empty without one) and `importances`. */
  arrays: artifactRefSchema,
  /** Warnings about the model, as sentences. */
  warnings: z.array(z.string()),
  span: spanSchema,
});
export type DeliveredModel = z.infer<typeof deliveredModelSchema>;
/** A fit gave no model, and a retry would not either. */
export const failedFitSchema = z.strictObject({
  failed: z.strictObject({ code: z.enum([...failureCodeSchema.options, 'timed-out']), reason: z.string().max(300) }),
  span: spanSchema,
});
export type FailedFit = z.infer<typeof failedFitSchema>;
export const trainReplySchema = z.union([deliveredModelSchema, failedFitSchema]);
export type TrainReply = z.infer<typeof trainReplySchema>;

/** `prepareModel`: the final fits of a paradigm with a queue of its own: on the search's rows, then on all. */
export const preparedFitsSchema = z.strictObject({
  prepared: artifactRefSchema,
  fits: z.array(fitSpecSchema).length(2),
  span: spanSchema,
});
export type PreparedFits = z.infer<typeof preparedFitsSchema>;
export const prepareModelReplySchema = z.union([preparedFitsSchema, failedFitSchema]);
export type PrepareModelReply = z.infer<typeof prepareModelReplySchema>;

/** `deliverModel`: as `trainModel`, for fits that were called on the paradigm's queue. */
export const deliverRequestSchema = z.strictObject({
  ...trainRequestSchema.shape,
  prepared: artifactRefSchema,
  fits: z.array(fitReplySchema).length(2),
  /** The team that `predict` calls. */
  served: z.strictObject({ queue: z.string(), team: z.string().nullable(), contact: z.string().nullable() }),
});
export type DeliverRequest = z.infer<typeof deliverRequestSchema>;

/** The activities of trial workers. */
export interface TrialActivities {
  evaluateTrials(request: EvaluateRequest): Promise<EvaluateReply>;
  scoreTrials(request: ScoreRequest): Promise<ScoreReply>;
  trainModel(request: TrainRequest): Promise<TrainReply>;
  prepareModel(request: TrainRequest): Promise<PrepareModelReply>;
  deliverModel(request: DeliverRequest): Promise<TrainReply>;
}
