import { z } from 'zod';
import { artifactRefSchema } from './artifact.js';
import { axisNameSchema, stateRefSchema } from './axis.js';
import { candidateSchema } from './candidate.js';
import { metricSchema } from './metric.js';
import { paradigmIdSchema } from './paradigm.js';
import { taskSchema } from './task.js';
import { trialSummarySchema } from './trial.js';

/** The task queue of the workflows and of what reads data and writes results. */
export const SEARCH_QUEUE = 'search';

export const DEFAULT_MAX_SECONDS = 300;

/** Strategies by their name on the command line, with their workflow type. */
export const STRATEGIES = { sequential: 'sequentialSearch' } as const;
export const strategySchema = z.enum(['sequential']);
export type Strategy = z.infer<typeof strategySchema>;

/** A duration for people: `90s`, `5m`, `1h30m`, or a number of seconds. Parsed to seconds. */
export const durationSchema = z.union([z.number().positive(), z.string()]).transform((value, issues) => {
  const seconds = typeof value === 'number' ? value : parseDuration(value);
  if (seconds !== null && seconds > 0) return seconds;
  issues.addIssue({ code: 'custom', message: `"${value}" is no duration: write 90s, 5m or 1h30m` });
  return z.NEVER;
});

function parseDuration(text: string): number | null {
  const match = /^\s*(?:(\d+(?:\.\d+)?)h)?\s*(?:(\d+(?:\.\d+)?)m)?\s*(?:(\d+(?:\.\d+)?)s?)?\s*$/.exec(text);
  if (!match || match.slice(1).every((part) => part === undefined)) return null;
  const [hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return hours * 3600 + minutes * 60 + seconds;
}

const column = z.string().min(1);

/** A workflow's one argument, as people type it in the Web UI. Everything but `data` and `target` has a default. */
export const searchInputSchema = z.strictObject({
  /** Path of a CSV file inside the data roots of temporal.yaml, or the reference of a file in the store. */
  data: z.string().min(1),
  /** The file's name, where `data` is a reference. */
  dataName: z.string().min(1).optional(),
  target: column,
  task: z.enum(['auto', ...taskSchema.options]).default('auto'),
  /** By default log-loss for classes and rmse for regression. */
  metric: metricSchema.optional(),
  maxTrials: z.int().min(1).max(1_000_000).optional(),
  /** Active search time, the final fit and the report included. 5 minutes where no budget is given. */
  maxTime: durationSchema.optional(),
  /** The axes to search; the others stay at their defaults. */
  axes: z.array(axisNameSchema).min(1).optional(),
  paradigms: z.array(paradigmIdSchema).min(1).optional(),
  /** Overrides of inferred column types, each `column=numeric|categorical|boolean|date`. */
  types: z
    .array(
      z
        .string()
        .regex(/.=(numeric|categorical|boolean|date)$/, 'write column=numeric, =categorical, =boolean or =date'),
    )
    .default([]),
  seed: z.int().min(0).max(0xffffffff).default(0),
});
export type SearchInput = z.input<typeof searchInputSchema>;
export type ParsedSearchInput = z.output<typeof searchInputSchema>;

/** How one activity is called. */
export const activityRouteSchema = z.strictObject({
  queue: z.string(),
  timeoutSeconds: z.number().positive(),
  attempts: z.int().min(0),
  firstDelaySeconds: z.number().positive(),
  maxDelaySeconds: z.number().positive(),
});
export type ActivityRoute = z.infer<typeof activityRouteSchema>;

/** An axis as a strategy sees it. */
export const axisPlanSchema = z.strictObject({
  name: axisNameSchema,
  activity: z.string(),
  share: z.number().positive(),
  team: z.string().nullable(),
  route: activityRouteSchema,
});
export type AxisPlan = z.infer<typeof axisPlanSchema>;

/** A search once its data has been read: what the strategy works with, fixed for good. */
export const searchPlanSchema = z.strictObject({
  contextRef: artifactRefSchema,
  dataName: z.string(),
  target: z.string(),
  task: taskSchema,
  metric: metricSchema,
  seed: z.int().min(0),
  rows: z.int(),
  columns: z.int(),
  folds: z.int(),
  /** The axes to search, in the order of the sequential strategy. */
  axes: z.array(axisPlanSchema).min(1),
  paradigms: z.array(paradigmIdSchema),
  /** The overrides of column types that were asked for. */
  types: z.array(z.string()),
  trials: z.strictObject({
    route: activityRouteSchema,
    batches: z.int().min(1),
    heartbeatSeconds: z.number().positive(),
    /** Limit for one trial, all its folds. */
    trialSeconds: z.number().positive(),
  }),
  maxTrials: z.int().nullable(),
  maxSeconds: z.number().nullable(),
  /** What the profile found that a person should know, as sentences. */
  warnings: z.array(z.string()),
});
export type SearchPlan = z.infer<typeof searchPlanSchema>;

/** One step of one axis, as the search record keeps it. */
export const stepRecordSchema = z.strictObject({
  /** Number of steps of the whole search before it. */
  index: z.int().min(0),
  axis: axisNameSchema,
  /** Number of steps of its axis before it. */
  step: z.int().min(0),
  note: z.string(),
  converged: z.boolean(),
  trials: z.array(trialSummarySchema),
  /** Active search time at its end. */
  seconds: z.number(),
  /** Key of the best trial after it. */
  incumbent: z.string().nullable(),
  /** The axis's state after it. */
  state: stateRefSchema,
});
export type StepRecord = z.infer<typeof stepRecordSchema>;

export const trialCountsSchema = z.strictObject({ total: z.int(), reused: z.int(), failed: z.int() });
export type TrialCounts = z.infer<typeof trialCountsSchema>;

/** A line of the leaderboard. */
export const leaderSchema = z.strictObject({
  key: z.string(),
  axis: z.string(),
  paradigm: paradigmIdSchema,
  features: z.int(),
  score: z.number(),
  spread: z.number(),
  seconds: z.number(),
});
export type Leader = z.infer<typeof leaderSchema>;

/** Answer of the `progress` query. */
export const searchProgressSchema = z.strictObject({
  searchId: z.string(),
  strategy: strategySchema,
  phase: z.enum(['profiling', 'searching', 'training', 'reporting', 'done']),
  /** The axis that steps now, with the number of its step from 1. */
  axis: z.string().nullable(),
  step: z.int(),
  note: z.string(),
  metric: metricSchema.nullable(),
  trials: trialCountsSchema,
  maxTrials: z.int().nullable(),
  seconds: z.number(),
  maxSeconds: z.number().nullable(),
  leaders: z.array(leaderSchema),
  warnings: z.array(z.string()),
});
export type SearchProgress = z.infer<typeof searchProgressSchema>;

/** Why a search ended. */
export const stopReasonSchema = z.enum(['converged', 'trials', 'time']);
export type StopReason = z.infer<typeof stopReasonSchema>;

/** A search's result: of the command line's --json, and of the workflow. */
export const searchResultSchema = z.strictObject({
  searchId: z.string(),
  strategy: strategySchema,
  task: taskSchema,
  metric: metricSchema,
  seed: z.int(),
  /** Active search time. */
  seconds: z.number(),
  stopped: stopReasonSchema,
  trials: trialCountsSchema,
  /** Mean score over the folds of the best trial. */
  cvScore: z.number(),
  /** Its score on rows that no step of the search saw, after a fit on the others; null where there are no such rows. */
  holdoutScore: z.number().nullable(),
  best: z.strictObject({
    key: z.string(),
    /** Names of the kept columns. */
    features: z.array(z.string()),
    ...candidateSchema.omit({ features: true }).shape,
  }),
  leaders: z.array(leaderSchema),
  /** Folder of the delivered model, trained on all rows. */
  model: z.string(),
  /** Path of the HTML report. */
  report: z.string(),
  warnings: z.array(z.string()),
});
export type SearchResult = z.infer<typeof searchResultSchema>;
