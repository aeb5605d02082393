import { z } from 'zod';
import { artifactRefSchema } from '../artifact.js';
import { axisDeclarationSchema } from '../module/axis.js';
import { axisNameSchema } from '../module/axis-name.js';
import { candidateListSchema } from '../candidate/candidate-list.js';
import { metricSchema } from '../metric.js';
import { onTroubleSchema } from '../module/module.js';
import { paradigmIdSchema } from '../candidate/paradigm.js';
import { patienceSchema } from './patience.js';
import { strategySchema } from './strategy.js';
import { taskSchema } from '../task.js';

/** The task queue of the workflows and of the activities that read data and write results, where temporal.yaml names no other. */
export const SEARCH_QUEUE = 'search';

/** How one activity is called. */
export const activityRouteSchema = z.strictObject({
  queue: z.string(),
  timeoutSeconds: z.number().positive(),
  attempts: z.int().min(0),
  firstDelaySeconds: z.number().positive(),
  maxDelaySeconds: z.number().positive(),
  patience: patienceSchema.optional(),
});
export type ActivityRoute = z.infer<typeof activityRouteSchema>;

/** Who owns a module, and how it is called. */
const ownedSchema = z.strictObject({
  team: z.string().nullable(),
  contact: z.string().nullable(),
  route: activityRouteSchema,
});

/** An axis in temporal.yaml, before it was asked for its description. */
export const axisAddressSchema = z.strictObject({ name: axisNameSchema, ...ownedSchema.shape });
export type AxisAddress = z.infer<typeof axisAddressSchema>;

/** A paradigm with a queue of its own in temporal.yaml. */
export const paradigmAddressSchema = z.strictObject({ id: paradigmIdSchema, ...ownedSchema.shape });
export type ParadigmAddress = z.infer<typeof paradigmAddressSchema>;

/** An axis, for strategies. */
export const axisPlanSchema = z.strictObject({
  ...axisAddressSchema.shape,
  activity: z.string(),
  share: z.number().positive(),
  importances: axisDeclarationSchema.shape.importances,
  /** The build that answered when the search started. */
  build: z.string().nullable(),
});
export type AxisPlan = z.infer<typeof axisPlanSchema>;

/** A paradigm with a queue of its own, as a search calls it. */
export const paradigmPlanSchema = z.strictObject({
  ...paradigmAddressSchema.shape,
  /** The queue of all its builds, for later predictions; the route's queue may be that of one build. */
  queue: z.string(),
  build: z.string().nullable(),
});
export type ParadigmPlan = z.infer<typeof paradigmPlanSchema>;

/** Limits of a search; null for no limit. */
export const budgetSchema = z.strictObject({
  maxTrials: z.int().nullable(),
  /** Active search time. */
  maxSeconds: z.number().nullable(),
});
export type Budget = z.infer<typeof budgetSchema>;

/** The plan of a search, made once its data has been read and never changed. */
export const searchPlanSchema = z.strictObject({
  strategy: strategySchema,
  contextRef: artifactRefSchema,
  dataName: z.string(),
  target: z.string(),
  task: taskSchema,
  /** 2 for binary, 0 for regression. */
  classes: z.int().min(0),
  metric: metricSchema,
  seed: z.int().min(0),
  rows: z.int(),
  columns: z.int(),
  folds: z.int(),
  /** The axes that step, in their order. */
  axes: z.array(axisPlanSchema).min(1),
  /** The axes whose parts of a candidate are searched: those that step, or those that are parts of one genome. */
  searched: z.array(axisNameSchema).min(1),
  paradigms: z.array(paradigmIdSchema),
  /** Those of them that have a queue of their own. */
  served: z.array(paradigmPlanSchema),
  onTrouble: onTroubleSchema,
  /** The overrides of column types in the input. */
  types: z.array(z.string()),
  trials: z.strictObject({
    route: activityRouteSchema,
    batches: z.int().min(1),
    heartbeatSeconds: z.number().positive(),
    /** Limit for one trial, all its folds; a budget in time may set a lower one. */
    trialSeconds: z.number().positive(),
    /** Memory that one trial may need, by an estimate. */
    trialMemoryMb: z.number().positive(),
  }),
  /** The budget that the search started with. */
  ...budgetSchema.shape,
  targetScore: z.number().nullable(),
  /** Warm start: the best candidates of an earlier search, as far as they fit; null for none. */
  warmStart: z.strictObject({ searchId: z.string(), candidates: candidateListSchema }).nullable(),
  /** Warnings about the data, as sentences. */
  warnings: z.array(z.string()),
});
export type SearchPlan = z.infer<typeof searchPlanSchema>;
