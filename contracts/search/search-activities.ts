import { z } from 'zod';
import { artifactRefSchema } from '../artifact.js';
import { axisDeclarationSchema, axisDescriptionSchema, documentSchema, ELITE, type Document } from '../module/axis.js';
import { proposedCandidatesSchema } from '../candidate/candidate-list.js';
import { jsonSchema } from '../json.js';
import { axisAddressSchema, budgetSchema, paradigmAddressSchema, searchPlanSchema } from './search-plan.js';
import { searchResultSchema, stepRecordSchema } from './search.js';
import { strategySchema } from './strategy.js';
import { spanSchema } from '../span.js';
import { problemShapeSchema } from '../task.js';
import { trialSummarySchema } from '../candidate/trial.js';
import { describeParadigmReplySchema } from '../module/fit-predict.js';

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

/** `describeQueue`: whether a worker is alive that will take the tasks of a module's queue. */
export interface QueueRequest {
  /** Name of the axis or paradigm. */
  module: string;
  queue: string;
}

export interface QueueReply {
  /** `perhaps`: a worker polled recently, and it is not known whether it is alive. */
  taken: 'yes' | 'perhaps' | 'no';
  /** The workers that are there instead, in words; null for none. */
  note: string | null;
}

/** The trials for a step of an axis, in the workflow. */
export const shownTrialsSchema = z.strictObject({
  searchId: z.string(),
  incumbent: trialSummarySchema.nullable(),
  elite: z.array(trialSummarySchema).max(ELITE),
  /** The steps of the search record whose trials this axis has not seen: indices from (inclusive) to (exclusive). */
  unseen: z.strictObject({ from: z.int().min(0), to: z.int().min(0) }),
});
export type ShownTrials = z.infer<typeof shownTrialsSchema>;

/** `writeStepTrials`: these trials as a StepTrials document. */
export const stepTrialsRequestSchema = z.strictObject({
  shown: shownTrialsSchema,
  /** Of the axis's declaration. */
  importances: axisDeclarationSchema.shape.importances,
});
export type StepTrialsRequest = z.infer<typeof stepTrialsRequestSchema>;

/**
 * `acceptStep`: validates an axis's answer: its form, that every candidate is in the search's spaces, that there are no
 * duplicates, and that its choice is a completed trial. Values that are too large for a payload go to the store.
 */
export const acceptRequestSchema = z.strictObject({
  axis: z.string(),
  contextRef: artifactRefSchema,
  shown: shownTrialsSchema,
  trialsNow: z.int().min(0).nullable(),
  /** As it came. */
  answer: z.unknown(),
});
export type AcceptRequest = z.infer<typeof acceptRequestSchema>;
export const acceptReplySchema = z.union([
  /** In one sentence. */
  z.strictObject({ wrong: z.string() }),
  z.strictObject({
    choice: trialSummarySchema.nullable(),
    /** References to values that were too large; null for values that stay inline. */
    state: documentSchema.nullable(),
    candidates: proposedCandidatesSchema.nullable(),
  }),
]);
export type AcceptReply = z.infer<typeof acceptReplySchema>;

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
  describeQueue(request: QueueRequest): Promise<QueueReply>;
  profileDataset(request: ProfileRequest): Promise<ProfileReply>;
  planSearch(request: PlanRequest): Promise<PlanReply>;
  writeStepTrials(request: StepTrialsRequest): Promise<Document>;
  acceptStep(request: AcceptRequest): Promise<AcceptReply>;
  recordStep(request: RecordStepRequest): Promise<void>;
  recordState(request: RecordStateRequest): Promise<void>;
  writeReport(request: ReportRequest): Promise<ReportReply>;
}
