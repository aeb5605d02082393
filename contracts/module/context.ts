import { z } from 'zod';
import { artifactRefSchema } from '../artifact.js';
import { axisNameSchema } from './axis-name.js';
import { evaluationPlanSchema } from './evaluation.js';
import { metricSchema } from '../metric.js';
import { paradigmDescriptionSchema } from '../candidate/paradigm.js';
import { taskSchema } from '../task.js';
import { columnTypeSchema } from '../candidate/transform.js';

/** An input column of the search, for axes. */
export const inputColumnSchema = z.strictObject({
  name: z.string(),
  type: columnTypeSchema,
  /** Number of rows where it is missing. */
  missing: z.int().min(0),
  /** Number of distinct values that are not missing. */
  distinct: z.int().min(0),
  /** Skewness of the values of a numeric column; null for others. */
  skewness: z.number().nullable(),
  /** False for identifiers, constant and empty columns, which searches leave out. */
  useful: z.boolean(),
});
export type InputColumn = z.infer<typeof inputColumnSchema>;

/**
 * The context of a search, made once by `profileDataset` and kept in the store: everything that its axes and trials
 * share.
 */
export const searchContextSchema = z.strictObject({
  version: z.literal(1),
  /** The data set, columns and target: a safetensors file (learning/dataset/dataset.ts). */
  dataRef: artifactRefSchema,
  /** The place of each row: one signed byte a row (for the values see learning/splits/folds.ts). */
  assignmentRef: artifactRefSchema,
  /** The profile of the data, for people: JSON (learning/dataset/profile.ts). */
  profileRef: artifactRefSchema,
  /**
   * Hash of everything that determines the data set: the file, the target, the type overrides, the reader's version.
   */
  fingerprint: z.string(),
  target: z.string(),
  task: taskSchema,
  /** Labels in the order of their codes, as in the file; empty for regression. */
  classes: z.array(z.string()),
  metric: metricSchema,
  plan: evaluationPlanSchema,
  /** The search's seed. */
  seed: z.int().min(0),
  columns: z.array(inputColumnSchema).min(1),
  /** The axes whose parts of a candidate are searched; other parts stay at their defaults. */
  axes: z.array(axisNameSchema).min(1),
  /** The paradigms to search, cheapest first. */
  paradigms: z.array(paradigmDescriptionSchema).min(1),
});
export type SearchContext = z.infer<typeof searchContextSchema>;
