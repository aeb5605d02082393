import { z } from 'zod';
import { architectureSchema } from '../../contracts/candidate/architecture.js';
import { jsonSchema } from '../../contracts/json.js';
import { metricSchema } from '../../contracts/metric.js';
import { paradigmIdSchema } from '../../contracts/candidate/paradigm.js';
import { pointSchema } from '../../contracts/candidate/space.js';
import { taskSchema } from '../../contracts/task.js';
import { fittedTransformsSchema } from '../../learning/transforms/index.js';
import { readingSchema } from '../../learning/column-types/reading.js';

/** The format of a model that Coaxial trained itself. (1 and 2, of builds before the first release, had no digests.) */
export const OWN_MODEL_FORMAT = 3;
/** The format of a model of a paradigm that its team serves. */
export const SERVED_MODEL_FORMAT = 4;

/** SHA-256 of a part of the model, a file beside model.json that is named by it. */
const digestSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** What every model's file says. */
const descriptionSchema = z.strictObject({
  /** Release of Coaxial that wrote it. */
  coaxial: z.string(),
  searchId: z.string(),
  target: z.string(),
  task: taskSchema,
  /** Labels in the order of the probabilities' columns; empty for regression. */
  classes: z.array(z.string()),
  /** The kept columns, in the order of the training data, and how their texts are read. */
  columns: z.array(z.strictObject({ name: z.string(), reading: readingSchema })),
  transforms: fittedTransformsSchema,
  /** A power of two by which a regression's predictions are divided; 1 for classes. */
  targetUnit: z.number().positive(),
  /** Mixed into the paradigm's probabilities; null for regression. */
  prior: z.strictObject({ shares: z.array(z.number().min(0).max(1)), rows: z.int().min(0) }).nullable(),
  paradigm: paradigmIdSchema,
  hyperparameters: pointSchema,
  architecture: architectureSchema.nullable(),
  /** Its scores, of fits on a part of the rows; the model itself was fitted on all rows. */
  quality: z.strictObject({
    metric: metricSchema,
    cvScore: z.number(),
    holdoutScore: z.number().nullable(),
  }),
  trainedRows: z.int(),
});
export type ModelDescription = z.infer<typeof descriptionSchema>;

/** The team that predicts with a model. */
const servedBySchema = z.strictObject({
  queue: z.string(),
  team: z.string().nullable(),
  contact: z.string().nullable(),
});
export type ServedBy = z.infer<typeof servedBySchema>;

/** A model whose arrays lie beside its file. */
const ownModelSchema = z.strictObject({
  format: z.literal(OWN_MODEL_FORMAT),
  ...descriptionSchema.shape,
  /** The paradigm's own data. */
  paradigmVersion: z.int(),
  meta: jsonSchema,
  arrays: digestSchema,
});

/** A model in its team's own format, in a file beside model.json. */
const servedModelSchema = z.strictObject({
  format: z.literal(SERVED_MODEL_FORMAT),
  ...descriptionSchema.shape,
  served: servedBySchema,
  bytes: digestSchema,
  /** Its form as a model of one of Coaxial's own paradigms; null for none. */
  exported: z
    .strictObject({ paradigm: paradigmIdSchema, version: z.int(), meta: jsonSchema, arrays: digestSchema })
    .nullable(),
});

/** model.json: everything of a delivered model except its arrays and bytes. */
export const modelFileSchema = z.discriminatedUnion('format', [ownModelSchema, servedModelSchema]);
export type ModelFile = z.infer<typeof modelFileSchema>;
export type ServedModelFile = z.infer<typeof servedModelSchema>;
