import { z } from 'zod';
import { documentSchema } from '../module/axis.js';
import { axisNameSchema } from '../module/axis-name.js';
import { candidateSchema } from '../candidate/candidate.js';
import { candidateListSchema } from '../candidate/candidate-list.js';
import { metricSchema } from '../metric.js';
import { troubleSchema } from '../module/module.js';
import { paradigmIdSchema } from '../candidate/paradigm.js';
import { budgetSchema } from './search-plan.js';
import { strategySchema } from './strategy.js';
import { taskSchema } from '../task.js';
import { trialSummarySchema } from '../candidate/trial.js';

/** One step of one axis, as the search record keeps it. */
export const stepRecordSchema = z.strictObject({
  /** Number of steps of the whole search before it. */
  index: z.int().min(0),
  axis: axisNameSchema,
  /** Number of steps of its axis before it. */
  step: z.int().min(0),
  note: z.string(),
  converged: z.boolean(),
  /** Its candidates. */
  candidates: candidateListSchema,
  /** Those that ended, in the order of their candidates. */
  trials: z.array(trialSummarySchema),
  /** Active search time at its end. */
  seconds: z.number(),
  /** By how much it improved the best score, in the metric's unit, ≥ 0; 0 for the first score. */
  gain: z.number().min(0),
  /** Key of the incumbent after it. */
  incumbent: z.string().nullable(),
  /** The axis's state after it. */
  state: documentSchema,
});
export type StepRecord = z.infer<typeof stepRecordSchema>;

export const trialCountsSchema = z.strictObject({ total: z.int(), reused: z.int(), failed: z.int() });
export type TrialCounts = z.infer<typeof trialCountsSchema>;

/** Cost and gain of one axis so far. */
export const axisAccountSchema = z.strictObject({
  axis: axisNameSchema,
  steps: z.int().min(0),
  trials: z.int().min(0),
  /** Training and prediction of its trials, all threads together. */
  seconds: z.number().min(0),
  /** Sum of its steps' gains, see `StepRecord`. */
  gain: z.number().min(0),
});
export type AxisAccount = z.infer<typeof axisAccountSchema>;

/** A line of the leaderboard. */
export const leaderSchema = z.strictObject({
  /** The trial's key in the store. */
  key: z.string(),
  /** The axis that proposed it. */
  axis: z.string(),
  paradigm: paradigmIdSchema,
  /** Number of kept columns. */
  features: z.int(),
  /** Mean score over the folds, in the metric's unit. */
  score: z.number(),
  /** Standard deviation of the score over the folds. */
  spread: z.number(),
  /** Seconds of training and prediction, all folds together. */
  seconds: z.number(),
});
export type Leader = z.infer<typeof leaderSchema>;

/** Trials of one paradigm without a score that ended in the same way. */
export const failureSchema = z.strictObject({
  paradigm: paradigmIdSchema,
  /** `timed-out`, a FailureCode, or `final-fit`: completed trials that could not be fitted on all rows. */
  code: z.string(),
  /** Of the first of them. */
  reason: z.string(),
  trials: z.int().min(1),
});
export type Failure = z.infer<typeof failureSchema>;

/** The phase of a search. `confirming`: the finalists are scored on other folds. */
export const phaseSchema = z.enum(['profiling', 'searching', 'confirming', 'training', 'reporting', 'done']);
export type Phase = z.infer<typeof phaseSchema>;

/** Answer of the `progress` query. */
export const searchProgressSchema = z.strictObject({
  /** The search's id, which is its workflow's. */
  searchId: z.string(),
  /** Which axis steps next. */
  strategy: strategySchema,
  /** What the search does now; `confirming`: the finalists are scored on other folds. */
  phase: phaseSchema,
  /** No trials begin until a person resumes it. */
  paused: z.boolean(),
  /** The axis of the running step, with the number of its step from 1. */
  axis: z.string().nullable(),
  step: z.int(),
  /** What the last step did, as a sentence. */
  note: z.string(),
  /** The score that is optimised; null until the data have been read. */
  metric: metricSchema.nullable(),
  /** Trials that ended, how many of them were taken from the store, and how many gave no score. */
  trials: trialCountsSchema,
  ...budgetSchema.shape,
  /** Active search time so far. */
  seconds: z.number(),
  /** Cost and gain of each axis, in their order. */
  axes: z.array(axisAccountSchema),
  /** The best trials so far, best first. */
  leaders: z.array(leaderSchema),
  /** Trials without a score, by paradigm and cause. */
  failures: z.array(failureSchema),
  /** Problems that stop it. */
  troubles: z.array(troubleSchema),
  /** What a person should know, as sentences. */
  warnings: z.array(z.string()),
});
/**
 * Where a search stands.
 *
 * @interface
 */
export type SearchProgress = z.infer<typeof searchProgressSchema>;

/**
 * Why a search ended: no axis found anything better, a budget was spent, the target score was reached, or a person
 * stopped it.
 */
export const stopReasonSchema = z.enum(['converged', 'trials', 'time', 'target', 'stopped']);
export type StopReason = z.infer<typeof stopReasonSchema>;

/** A search's result: of the command line's --json, and of the workflow. */
export const searchResultSchema = z.strictObject({
  /** The search's id, which is its workflow's. */
  searchId: z.string(),
  /** Which axis stepped next. */
  strategy: strategySchema,
  /** What the model predicts. */
  task: taskSchema,
  /** The score that was optimised. */
  metric: metricSchema,
  /** Seed of all random numbers. */
  seed: z.int(),
  /** Active search time. */
  seconds: z.number(),
  /** Why it ended. */
  stopped: stopReasonSchema,
  /** Trials that ended, how many of them were taken from the store, and how many gave no score. */
  trials: trialCountsSchema,
  /** Cost and gain of each axis, in their order. */
  axes: z.array(axisAccountSchema),
  /** Mean score of the chosen candidate over the folds of the search and those of the finalists. */
  cvScore: z.number(),
  /** Number of splits into folds that `cvScore` is a mean over. */
  repeats: z.int().min(1),
  /**
   * Its score on the holdout rows, which no step of the search used, after a fit on the others; null without a holdout.
   */
  holdoutScore: z.number().nullable(),
  /**
   * Number of other models that were scored before on some of these rows: if above 0, the score is not one of unseen
   * rows.
   */
  holdoutReads: z.int().min(0).default(0),
  /** Number of these rows that earlier searches, from which this one warm-starts, had trained on. */
  holdoutSeen: z.int().min(0).default(0),
  /** The chosen candidate: its columns, transforms, paradigm, hyperparameters and architecture. */
  best: z.strictObject({
    /** Its trial's key in the store. */
    key: z.string(),
    /** Names of the kept columns. */
    features: z.array(z.string()),
    ...candidateSchema.omit({ features: true }).shape,
  }),
  /** The best trials, best first. */
  leaders: z.array(leaderSchema),
  /** Trials without a score, by paradigm and cause. */
  failures: z.array(failureSchema),
  /** Folder of the delivered model, trained on all rows. */
  model: z.string(),
  /** Path of the HTML report; empty if it could not be written (there is a warning then). */
  report: z.string(),
  /** What a person should know, as sentences. */
  warnings: z.array(z.string()),
});
/**
 * What a search found.
 *
 * @interface
 */
export type SearchResult = z.infer<typeof searchResultSchema>;

/** A comparison's result: each strategy's own, and which has the best mean score over the folds. */
export const comparisonResultSchema = z.strictObject({
  searchId: z.string(),
  /** In the order in which they ran, without those that failed. */
  results: z.array(searchResultSchema).min(1),
  /** Strategies whose search failed, with the reason. */
  failures: z.array(z.strictObject({ strategy: strategySchema, reason: z.string() })),
  /** The strategy with the best mean score over the folds. */
  best: strategySchema,
});
/**
 * What a comparison of strategies found.
 *
 * @interface
 */
export type ComparisonResult = z.infer<typeof comparisonResultSchema>;
