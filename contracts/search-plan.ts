import { z } from 'zod';
import { artifactRefSchema } from './artifact.js';
import { axisNameSchema } from './axis-name.js';
import { candidateListSchema } from './candidate-list.js';
import { metricSchema } from './metric.js';
import { paradigmIdSchema } from './paradigm.js';
import { strategySchema } from './strategy.js';
import { taskSchema } from './task.js';

/** The task queue of the workflows and of what reads data and writes results. */
export const SEARCH_QUEUE = 'search';

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

/** What a search may take; null for no limit. */
export const budgetSchema = z.strictObject({
  maxTrials: z.int().nullable(),
  /** Active search time. */
  maxSeconds: z.number().nullable(),
});
export type Budget = z.infer<typeof budgetSchema>;

/** A search once its data has been read: what the strategy works with, fixed for good. */
export const searchPlanSchema = z.strictObject({
  strategy: strategySchema,
  contextRef: artifactRefSchema,
  dataName: z.string(),
  target: z.string(),
  task: taskSchema,
  metric: metricSchema,
  seed: z.int().min(0),
  rows: z.int(),
  columns: z.int(),
  folds: z.int(),
  /** The axes that step, in their order. */
  axes: z.array(axisPlanSchema).min(1),
  /** The axes whose parts of a candidate are searched: those that step, or those that stand for parts of one genome. */
  searched: z.array(axisNameSchema).min(1),
  paradigms: z.array(paradigmIdSchema),
  /** The overrides of column types that were asked for. */
  types: z.array(z.string()),
  trials: z.strictObject({
    route: activityRouteSchema,
    batches: z.int().min(1),
    heartbeatSeconds: z.number().positive(),
    /** Limit for one trial, all its folds; a budget in time may set a lower one. */
    trialSeconds: z.number().positive(),
  }),
  /** The budget that the search began with. */
  ...budgetSchema.shape,
  targetScore: z.number().nullable(),
  /** What the search begins with: the best candidates of an earlier one, as far as they fit; null for nothing. */
  warmStart: z.strictObject({ searchId: z.string(), candidates: candidateListSchema }).nullable(),
  /** What the profile found that a person should know, as sentences. */
  warnings: z.array(z.string()),
});
export type SearchPlan = z.infer<typeof searchPlanSchema>;
