import { z } from 'zod';
import { artifactRefSchema } from '../artifact.js';
import { axisNameSchema } from './axis-name.js';
import { evaluationPlanSchema } from './evaluation.js';
import { metricSchema } from '../metric.js';
import { paradigmDescriptionSchema } from '../candidate/paradigm.js';
import { taskSchema } from '../task.js';
import { columnTypeSchema } from '../candidate/transform.js';

/** An input column of the search, as axes see it. */
export const inputColumnSchema = z.strictObject({
  name: z.string(),
  type: columnTypeSchema,
  /** Rows where it is missing. */
  missing: z.int().min(0),
  /** Distinct values that are not missing. */
  distinct: z.int().min(0),
  /** Numeric columns: skewness of the values present; null elsewhere. */
  skewness: z.number().nullable(),
  /** False for identifiers, constant and empty columns, which searches leave out. */
  useful: z.boolean(),
});
export type InputColumn = z.infer<typeof inputColumnSchema>;

/** What a search is about, made once by `profileDataset` and kept in the store: all that its axes and trials share. */
export const searchContextSchema = z.strictObject({
  version: z.literal(1),
  /** The data set, columns and target: a safetensors file (learning/dataset/dataset.ts). */
  dataRef: artifactRefSchema,
  /** Where each row is: one signed byte a row (learning/splits/folds.ts says what its values mean). */
  assignmentRef: artifactRefSchema,
  /** What was found in the data, for people: JSON (learning/dataset/profile.ts). */
  profileRef: artifactRefSchema,
  /** Hash of what the data set was made from: the file, the target, the type overrides, the reader's version. */
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
  /** The axes whose parts of a candidate are searched; what belongs to others stays at its defaults. */
  axes: z.array(axisNameSchema).min(1),
  /** The paradigms to search, cheapest first. */
  paradigms: z.array(paradigmDescriptionSchema).min(1),
});
export type SearchContext = z.infer<typeof searchContextSchema>;
