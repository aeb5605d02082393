import { z } from 'zod';
import { artifactRefSchema } from '../artifact.js';
import { axisNameSchema } from './axis-name.js';
import { candidateSchema } from '../candidate/candidate.js';
import { candidateListSchema, MOST_CANDIDATES } from '../candidate/candidate-list.js';
import { searchContextSchema } from './context.js';
import { jsonSchema } from '../json.js';
import { contractRangeSchema, moduleBuildSchema, type ContractRange } from './module.js';
import { trialKeySchema, trialSchema, trialSummarySchema } from '../candidate/trial.js';

/** Raise it when a module written against the earlier contract would misread the new one. */
export const AXIS_CONTRACT = 3;
/** The versions that this release speaks. */
export const AXIS_CONTRACTS: ContractRange = { from: AXIS_CONTRACT, to: AXIS_CONTRACT };

/** What an axis says of itself, as data: a strategy knows no axis by name. */
export const axisDeclarationSchema = z.strictObject({
  name: axisNameSchema,
  /** The activity's type name: says in a history what it does. */
  activity: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  /** `part`: it varies one part of a candidate. `whole`: all parts at once, for the joint strategy. */
  varies: z.enum(['part', 'whole']),
  /** What a paradigm must have for the axis to have anything to vary; null for nothing. */
  requires: z.enum(['architecture']).nullable(),
  /** Searches step through the axes in ascending order. */
  order: z.number(),
  /**
   * Its part of the budget, relative to the other axes': of a sequential search's whole budget (what it leaves goes to
   * those after it), or of what one turn of a pseudo-joint search may take.
   */
  share: z.number().positive(),
  /** The importances that it reads of the trials it is given: none, each trial's, or those of each fold's model too. */
  importances: z.enum(['none', 'mean', 'by-fold']),
});
export type AxisDeclaration = z.infer<typeof axisDeclarationSchema>;

/** Trials that an axis is given as the elite. */
export const ELITE = 8;

/** What a step of an axis works with. */
export const advanceInputSchema = z.strictObject({
  context: searchContextSchema,
  /** What the axis's last step returned, or null in its first. */
  state: jsonSchema.nullable(),
  /** What the axes go on from: the best trial so far, of any axis, or one that an axis chose; null before the first. */
  incumbent: trialSchema.nullable(),
  /**
   * The best completed trials so far, of any axis, best first; only one of each paradigm and number of columns, at most
   * `ELITE`. The last may be, instead, the best with most columns of the incumbent's paradigm. Where a strategy takes
   * everything but the axis's own part for settled, the incumbent alone.
   */
  elite: z.array(trialSchema).max(ELITE),
  /** The trials that ended since this axis's last step (all so far in its first), of any axis, in a fixed order. */
  trials: z.array(trialSchema),
  /** Number of steps that this axis made before, from 0. */
  step: z.int().min(0),
  /** 32-bit seed for this step. */
  seed: z.int().min(0),
  /**
   * Trials that this axis may still ask for in all its steps to come, where the budget is in seconds by a guess; null
   * where nothing limits them.
   */
  trialsLeft: z.int().min(0).nullable(),
  /** Of these, those that it may ask for in this step. 0: it may only choose among what it has. */
  trialsNow: z.int().min(0).nullable(),
});
export type AdvanceInput = z.infer<typeof advanceInputSchema>;

/** What a step of an axis decides. */
export const advanceOutputSchema = z.strictObject({
  state: jsonSchema,
  /** To try next, none twice. May be empty only together with `converged`. */
  candidates: z.array(candidateSchema).max(MOST_CANDIDATES),
  /**
   * Another step would not help, as far as this axis can tell from the trials it has seen. Where another axis changes
   * the incumbent afterwards, it may be asked again: what it found settled may be so no longer.
   */
  converged: z.boolean(),
  /**
   * Key of the completed trial that this axis recommends to go on from, where that is not the best by score (a smaller
   * feature set as good as the best, say); null for no opinion.
   */
  choice: trialKeySchema.nullable(),
  /** What the step did and why, in one sentence for people. */
  note: z.string().max(300),
});
export type AdvanceOutput = z.infer<typeof advanceOutputSchema>;

/**
 * How an axis is given what a step works with. `document`: all of it as one AdvanceInput, for axes that know nothing of
 * the store's own files, in any language. `references`: as an AdvanceRequest, which axes of this very release read from
 * the store themselves.
 */
export const axisInputSchema = z.enum(['document', 'references']);

/** `describeAxis`, on the axis's queue: asked by each search before its first step. */
export const describeAxisRequestSchema = z.strictObject({ axis: axisNameSchema, contracts: contractRangeSchema });
export type DescribeAxisRequest = z.infer<typeof describeAxisRequestSchema>;
export const axisDescriptionSchema = z.strictObject({
  declaration: axisDeclarationSchema,
  contracts: contractRangeSchema,
  input: axisInputSchema,
  ...moduleBuildSchema.shape,
});
export type AxisDescription = z.infer<typeof axisDescriptionSchema>;

/** JSON in an activity's payload: inline while small, else in the store. */
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

/** The activity's argument where its input is `references`: as AdvanceInput, with references in place of what is large. */
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

/** What is answered to an AdvanceRequest: as AdvanceOutput, with references in place of what is large. */
export const advanceAnswerSchema = z.strictObject({
  state: documentSchema,
  candidates: candidateListSchema,
  converged: z.boolean(),
  choice: trialKeySchema.nullable(),
  note: z.string().max(300),
});
export type AdvanceAnswer = z.infer<typeof advanceAnswerSchema>;

/** What a search takes of an axis's answer, whichever form it had. */
export const advanceReplySchema = advanceAnswerSchema.extend({ choice: trialSummarySchema.nullable() });
export type AdvanceReply = z.infer<typeof advanceReplySchema>;
