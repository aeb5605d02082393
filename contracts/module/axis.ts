import { z } from 'zod';
import { artifactRefSchema } from '../artifact.js';
import { axisNameSchema } from './axis-name.js';
import { candidateSchema } from '../candidate/candidate.js';
import { candidateListSchema, MOST_CANDIDATES } from '../candidate/candidate-list.js';
import { searchContextSchema } from './context.js';
import { jsonSchema } from '../json.js';
import { contractRangeSchema, moduleBuildSchema, type ContractRange } from './module.js';
import { trialKeySchema, trialSchema, trialSummarySchema } from '../candidate/trial.js';

/** Raise it when a module written for the earlier contract would misread the new one. */
export const AXIS_CONTRACT = 3;
/** The versions that this release supports. */
export const AXIS_CONTRACTS: ContractRange = { from: AXIS_CONTRACT, to: AXIS_CONTRACT };

/** The description of an axis, as data: strategies know no axis by name. */
export const axisDeclarationSchema = z.strictObject({
  name: axisNameSchema,
  /** The activity's type name, shown in histories. */
  activity: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  /** `part`: it varies one part of a candidate. `whole`: all parts at once, for the joint strategy. */
  varies: z.enum(['part', 'whole']),
  /** What a paradigm must have so that the axis can vary something; null for nothing. */
  requires: z.enum(['architecture']).nullable(),
  /** Searches step through the axes in ascending order. */
  order: z.number(),
  /**
   * Its share of the budget, relative to the other axes: of the whole budget of a sequential search (what is left goes
   * to the next axes), or of one turn of a pseudo-joint search.
   */
  share: z.number().positive(),
  /** The importances that it needs of trials: none, those of each trial, or those of each fold's model too. */
  importances: z.enum(['none', 'mean', 'by-fold']),
});
export type AxisDeclaration = z.infer<typeof axisDeclarationSchema>;

/** Trials that an axis is given as the elite. */
export const ELITE = 8;

/** The input of a step of an axis. */
export const advanceInputSchema = z.strictObject({
  context: searchContextSchema,
  /** What the axis's last step returned, or null in its first. */
  state: jsonSchema.nullable(),
  /** The incumbent: the best trial so far, of any axis, or one that an axis chose; null before the first trial. */
  incumbent: trialSchema.nullable(),
  /**
   * The best completed trials so far, of any axis, best first; only one of each paradigm and number of columns, at most
   * `ELITE`. The last one can be, instead, the best trial with most columns of the incumbent's paradigm. If a strategy
   * keeps everything except the axis's own part fixed, only the incumbent.
   */
  elite: z.array(trialSchema).max(ELITE),
  /** The trials that ended since this axis's last step (all so far in its first), of any axis, in a fixed order. */
  trials: z.array(trialSchema),
  /** Number of steps that this axis made before, from 0. */
  step: z.int().min(0),
  /** 32-bit seed for this step. */
  seed: z.int().min(0),
  /**
   * Number of trials that this axis may still propose in all its next steps, estimated if the budget is in seconds;
   * null for no limit.
   */
  trialsLeft: z.int().min(0).nullable(),
  /** Of these, those that it may propose in this step. 0: it may only choose among existing trials. */
  trialsNow: z.int().min(0).nullable(),
});
export type AdvanceInput = z.infer<typeof advanceInputSchema>;

/** The result of a step of an axis. */
export const advanceOutputSchema = z.strictObject({
  state: jsonSchema,
  /** Candidates to try next, without duplicates. May be empty only together with `converged`. */
  candidates: z.array(candidateSchema).max(MOST_CANDIDATES),
  /**
   * Another step would not help, as far as this axis can tell from the trials so far. If another axis changes the
   * incumbent afterwards, it may be called again.
   */
  converged: z.boolean(),
  /**
   * Key of the completed trial that this axis recommends as incumbent, if that is not the best by score (for example a
   * smaller feature set that is as good as the best); null for none.
   */
  choice: trialKeySchema.nullable(),
  /** What the step did and why, in one sentence. */
  note: z.string().max(300),
});
export type AdvanceOutput = z.infer<typeof advanceOutputSchema>;

/**
 * How an axis is given the input of a step. `document`: as one AdvanceInput, for axes in any language that do not know
 * the store's files. `references`: as an AdvanceRequest, for axes of this release, which read the store themselves.
 */
export const axisInputSchema = z.enum(['document', 'references']);

/** `describeAxis`, on the axis's queue: called by each search before its first step. */
export const describeAxisRequestSchema = z.strictObject({ axis: axisNameSchema, contracts: contractRangeSchema });
export type DescribeAxisRequest = z.infer<typeof describeAxisRequestSchema>;
export const axisDescriptionSchema = z.strictObject({
  declaration: axisDeclarationSchema,
  contracts: contractRangeSchema,
  input: axisInputSchema,
  ...moduleBuildSchema.shape,
});
export type AxisDescription = z.infer<typeof axisDescriptionSchema>;

/** JSON in an activity's payload: inline if small, otherwise in the store. */
export const documentSchema = z.union([
  z.strictObject({ inline: jsonSchema }),
  z.strictObject({ ref: artifactRefSchema }),
]);
export type Document = z.infer<typeof documentSchema>;

/** The argument of an axis's activity where its input is `document`; its result is an AdvanceOutput. */
export const advanceDocumentSchema = z.strictObject({
  contract: z.literal(AXIS_CONTRACT),
  axis: axisNameSchema,
  searchId: z.string(),
  /** An AdvanceInput. */
  input: documentSchema,
});
export type AdvanceDocument = z.infer<typeof advanceDocumentSchema>;

/**
 * The activity's argument where its input is `references`: as AdvanceInput, with references instead of large values.
 */
export const advanceRequestSchema = z.strictObject({
  contract: z.literal(AXIS_CONTRACT),
  searchId: z.string(),
  contextRef: artifactRefSchema,
  state: documentSchema.nullable(),
  incumbent: trialSummarySchema.nullable(),
  elite: z.array(trialSummarySchema).max(ELITE),
  /** The steps of the search record whose trials this axis has not seen: indices from (inclusive) to (exclusive). */
  unseen: z.strictObject({ from: z.int().min(0), to: z.int().min(0) }),
  step: z.int().min(0),
  seed: z.int().min(0),
  trialsLeft: z.int().min(0).nullable(),
  trialsNow: z.int().min(0).nullable(),
});
export type AdvanceRequest = z.infer<typeof advanceRequestSchema>;

/** The answer to an AdvanceRequest: as AdvanceOutput, with references instead of large values. */
export const advanceAnswerSchema = z.strictObject({
  state: documentSchema,
  candidates: candidateListSchema,
  converged: z.boolean(),
  choice: trialKeySchema.nullable(),
  note: z.string().max(300),
});
export type AdvanceAnswer = z.infer<typeof advanceAnswerSchema>;

/** An axis's answer in the form that a search uses. */
export const advanceReplySchema = advanceAnswerSchema.extend({ choice: trialSummarySchema.nullable() });
export type AdvanceReply = z.infer<typeof advanceReplySchema>;
