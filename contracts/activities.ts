import { z } from 'zod';
import { artifactRefSchema } from './artifact.js';
import { candidateSchema } from './candidate.js';
import { candidateListSchema } from './candidate-list.js';
import { jsonSchema } from './json.js';
import { budgetSchema, searchPlanSchema } from './search-plan.js';
import { searchResultSchema, stepRecordSchema } from './search.js';
import { strategySchema } from './strategy.js';
import { originSchema, trialSummarySchema } from './trial.js';

/**
 * When an activity's last attempt worked: its worker's clock at the start (ms since 1970 UTC), and how long by a clock
 * that stands still while the machine sleeps (s). Budgets in time are counted from these.
 */
export const spanSchema = z.strictObject({ startMs: z.number(), seconds: z.number().min(0) });
export type Span = z.infer<typeof spanSchema>;

/** `profileDataset`: reads the data, makes the evaluation plan, resolves temporal.yaml. */
export const profileRequestSchema = z.strictObject({
  searchId: z.string(),
  strategy: strategySchema,
  /** As typed; parsed by the workflow before. */
  input: z.unknown(),
});
export type ProfileRequest = z.infer<typeof profileRequestSchema>;
export const profileReplySchema = z.strictObject({ plan: searchPlanSchema, span: spanSchema });
export type ProfileReply = z.infer<typeof profileReplySchema>;

/**
 * Type of an activity's failure where the store has lost trials that it needs; the failure's details are their keys.
 * Once they have been evaluated again, the activity may be.
 */
export const LOST_TRIALS = 'LostTrials';

/** `evaluateTrials`: cross-validates a batch of candidates, or finds their trials in the store. */
export const evaluateRequestSchema = z.strictObject({
  contextRef: artifactRefSchema,
  origin: originSchema,
  candidates: candidateListSchema,
  /** Which dealing of the rows to folds: 0 for the search's own, others to confirm finalists. */
  repeat: z.int().min(0),
  /** Fit every fold on the candidate's own columns, whatever `foldFeatures` says: it holds for the search's dealing. */
  fixedColumns: z.boolean(),
  /** Limit for one trial, all its folds, from its first fold's start. */
  trialSeconds: z.number().positive(),
  /** Search time left at the start of the activity; null without a budget in time. */
  secondsLeft: z.number().min(0).nullable(),
});
export type EvaluateRequest = z.infer<typeof evaluateRequestSchema>;
export const evaluateReplySchema = z.strictObject({
  /** One for each candidate, in order; null for those that the end of the search's time left unstarted. */
  trials: z.array(trialSummarySchema.nullable()),
  span: spanSchema,
});
export type EvaluateReply = z.infer<typeof evaluateReplySchema>;

/** `trainModel`: fits a trial's candidate on the search rows to read the holdout score, and on all rows to deliver it. */
export const trainRequestSchema = z.strictObject({
  searchId: z.string(),
  contextRef: artifactRefSchema,
  key: z.string(),
  /** What the search knows of it: its mean score over all folds that it was scored on. */
  cvScore: z.number(),
});
export type TrainRequest = z.infer<typeof trainRequestSchema>;
export const trainReplySchema = z.strictObject({
  holdoutScore: z.number().nullable(),
  /** Folder of the model. */
  model: z.string(),
  /** Names of the kept columns. */
  features: z.array(z.string()),
  candidate: candidateSchema,
  /** A safetensors file with `predictions`, `rows` (both of the holdout; empty without one) and `importances`. */
  arrays: artifactRefSchema,
  span: spanSchema,
});
export type TrainReply = z.infer<typeof trainReplySchema>;

/** `writeReport`: the search's record as one HTML page; keeps the result in the record. */
export const reportRequestSchema = z.strictObject({
  contextRef: artifactRefSchema,
  dataName: z.string(),
  /** Steps in the search record. */
  steps: z.int().min(0),
  /** As `trainModel` left it. */
  finalArrays: artifactRefSchema,
  /** As it was in the end. */
  budget: budgetSchema,
  /** The search's result, `report` still empty. */
  result: searchResultSchema,
});
export type ReportRequest = z.infer<typeof reportRequestSchema>;
export const reportReplySchema = z.strictObject({ report: z.string() });
export type ReportReply = z.infer<typeof reportReplySchema>;

/** `recordStep`: keeps a step in the search's record, and what the workflow goes on with after it. */
export const recordStepRequestSchema = z.strictObject({
  searchId: z.string(),
  record: stepRecordSchema,
  state: jsonSchema,
});
export type RecordStepRequest = z.infer<typeof recordStepRequestSchema>;

/** `recordState`: keeps what the workflow goes on with, where a person has changed it. */
export const recordStateRequestSchema = z.strictObject({
  searchId: z.string(),
  steps: z.int().min(0),
  state: jsonSchema,
  /** The search had ended: its result is not its result any more. */
  reopened: z.boolean(),
});
export type RecordStateRequest = z.infer<typeof recordStateRequestSchema>;

/** What the search worker serves, beside the workflows. */
export interface SearchActivities {
  profileDataset(request: ProfileRequest): Promise<ProfileReply>;
  recordStep(request: RecordStepRequest): Promise<void>;
  recordState(request: RecordStateRequest): Promise<void>;
  writeReport(request: ReportRequest): Promise<ReportReply>;
}

/** What trial workers serve. */
export interface TrialActivities {
  evaluateTrials(request: EvaluateRequest): Promise<EvaluateReply>;
  trainModel(request: TrainRequest): Promise<TrainReply>;
}
