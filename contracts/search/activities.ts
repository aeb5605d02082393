import { z } from 'zod';
import { artifactRefSchema } from '../artifact.js';
import { advanceReplySchema, advanceRequestSchema, axisDescriptionSchema, type Document } from '../module/axis.js';
import { candidateSchema } from '../candidate/candidate.js';
import { candidateListSchema } from '../candidate/candidate-list.js';
import { jsonSchema } from '../json.js';
import { paradigmIdSchema } from '../candidate/paradigm.js';
import { axisAddressSchema, budgetSchema, paradigmAddressSchema, searchPlanSchema } from './search-plan.js';
import { searchResultSchema, stepRecordSchema } from './search.js';
import { strategySchema } from './strategy.js';
import { spanSchema } from '../span.js';
import { problemShapeSchema } from '../task.js';
import { failureCodeSchema, originSchema, trialKeySchema, trialSummarySchema } from '../candidate/trial.js';
import { describeParadigmReplySchema, fitReplySchema, fitSpecSchema } from '../module/fit-predict.js';

/**
 * `profileDataset`: reads the data, makes the evaluation plan, and returns the modules that must be asked for their
 * descriptions.
 */
export const profileRequestSchema = z.strictObject({
  searchId: z.string(),
  strategy: strategySchema,
  /** As given; the workflow has validated it. */
  input: z.unknown(),
});
export type ProfileRequest = z.infer<typeof profileRequestSchema>;
export const profileReplySchema = z.strictObject({
  /** Input of `planSearch`. */
  profile: artifactRefSchema,
  /** The problem, as given to paradigms. */
  shape: problemShapeSchema,
  axes: z.array(axisAddressSchema),
  /** Those with a queue of their own. */
  paradigms: z.array(paradigmAddressSchema),
  span: spanSchema,
});
export type ProfileReply = z.infer<typeof profileReplySchema>;

/** `planSearch`: the search's plan, from the data's profile and the modules' descriptions. */
export const planRequestSchema = z.strictObject({
  ...profileRequestSchema.shape,
  profile: artifactRefSchema,
  /** Those that answered; the others are left out. */
  axes: z.array(z.strictObject({ address: axisAddressSchema, description: axisDescriptionSchema })),
  paradigms: z.array(z.strictObject({ address: paradigmAddressSchema, description: describeParadigmReplySchema })),
  /** Why modules are left out, as sentences. */
  leftOut: z.array(z.string()),
});
export type PlanRequest = z.infer<typeof planRequestSchema>;
export const planReplySchema = z.strictObject({ plan: searchPlanSchema });
export type PlanReply = z.infer<typeof planReplySchema>;

/** `lookAtQueue`: whether a worker is alive that will take the tasks of a module's queue. */
export interface LookRequest {
  /** Name of the axis or paradigm. */
  module: string;
  queue: string;
}

export interface LookReply {
  /** `perhaps`: a worker polled recently, and it is not known whether it is alive. */
  taken: 'yes' | 'perhaps' | 'no';
  /** The workers that are there instead, in words; null for none. */
  note: string | null;
}

/** `writeStepInput`: the input of an axis's step as one document, for an axis that takes documents. */
export const stepInputRequestSchema = z.strictObject({
  request: advanceRequestSchema,
  /** Of the axis's declaration. */
  importances: z.enum(['none', 'mean', 'by-fold']),
});
export type StepInputRequest = z.infer<typeof stepInputRequestSchema>;

/**
 * `acceptStep`: validates an axis's answer: its form, that every candidate is in the search's spaces, that there are no
 * duplicates and not too many candidates, and that its choice is a completed trial.
 */
export const acceptRequestSchema = z.strictObject({
  axis: z.string(),
  request: advanceRequestSchema,
  /** As it came. */
  answer: z.unknown(),
  input: z.enum(['document', 'references']),
});
export type AcceptRequest = z.infer<typeof acceptRequestSchema>;
export const acceptReplySchema = z.union([
  /** In one sentence. */
  z.strictObject({ wrong: z.string() }),
  z.strictObject({
    choice: trialSummarySchema.nullable(),
    /** What the core stored of a document; null for an answer by references, which holds the same. */
    kept: advanceReplySchema.pick({ candidates: true, state: true }).nullable(),
  }),
]);
export type AcceptReply = z.infer<typeof acceptReplySchema>;

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

/** `writeReport`: the search's record as one HTML page; keeps the result in the record. */
export const reportRequestSchema = z.strictObject({
  contextRef: artifactRefSchema,
  dataName: z.string(),
  /** Steps in the search record. */
  steps: z.int().min(0),
  /** As returned by `trainModel`. */
  finalArrays: artifactRefSchema,
  /** At the end of the search. */
  budget: budgetSchema,
  /** The search's result, `report` still empty. */
  result: searchResultSchema,
});
export type ReportRequest = z.infer<typeof reportRequestSchema>;
export const reportReplySchema = z.strictObject({
  /** Path of the page; empty if it could not be written (there is a warning then). */
  report: z.string(),
  warnings: z.array(z.string()),
});
export type ReportReply = z.infer<typeof reportReplySchema>;

/** `recordStep`: writes a step to the search's record, and the workflow's state after it. */
const writeSchema = z.strictObject({
  searchId: z.string(),
  /** Number of earlier writes of the same run. */
  sequence: z.int().min(0),
});
export const recordStepRequestSchema = z.strictObject({
  ...writeSchema.shape,
  record: stepRecordSchema,
  state: jsonSchema,
});
export type RecordStepRequest = z.infer<typeof recordStepRequestSchema>;

/** `recordState`: writes the workflow's state after a change by a person. */
export const recordStateRequestSchema = z.strictObject({
  ...writeSchema.shape,
  steps: z.int().min(0),
  state: jsonSchema,
  /** The search had ended and continues: its result is not valid any more. */
  reopened: z.boolean(),
});
export type RecordStateRequest = z.infer<typeof recordStateRequestSchema>;

/** The activities of the search worker. */
export interface SearchActivities {
  lookAtQueue(request: LookRequest): Promise<LookReply>;
  profileDataset(request: ProfileRequest): Promise<ProfileReply>;
  planSearch(request: PlanRequest): Promise<PlanReply>;
  writeStepInput(request: StepInputRequest): Promise<Document>;
  acceptStep(request: AcceptRequest): Promise<AcceptReply>;
  recordStep(request: RecordStepRequest): Promise<void>;
  recordState(request: RecordStateRequest): Promise<void>;
  writeReport(request: ReportRequest): Promise<ReportReply>;
}

/** The activities of trial workers. */
export interface TrialActivities {
  evaluateTrials(request: EvaluateRequest): Promise<EvaluateReply>;
  scoreTrials(request: ScoreRequest): Promise<ScoreReply>;
  trainModel(request: TrainRequest): Promise<TrainReply>;
  prepareModel(request: TrainRequest): Promise<PrepareModelReply>;
  deliverModel(request: DeliverRequest): Promise<TrainReply>;
}
