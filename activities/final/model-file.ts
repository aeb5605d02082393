import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { architectureSchema } from '../../contracts/architecture.js';
import { UserError } from '../../contracts/errors.js';
import { jsonSchema } from '../../contracts/json.js';
import { metricSchema } from '../../contracts/metric.js';
import { paradigmIdSchema } from '../../contracts/paradigm.js';
import { pointSchema } from '../../contracts/space.js';
import { taskSchema } from '../../contracts/task.js';
import { decodeSafetensors, encodeSafetensors } from '../../learning/safetensors.js';
import { fittedTransformsSchema } from '../../learning/transforms/index.js';
import { writeWhole } from '../../storage/files.js';
import type { ModelArray, ModelData } from '../paradigms/paradigm.js';

/** Raise it when an earlier release could not read a folder written by this one. */
export const MODEL_FORMAT = 1;

const readingSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('numeric'), format: z.enum(['point', 'comma']) }),
  z.strictObject({ type: z.literal('date'), format: z.enum(['iso', 'day-first', 'month-first']) }),
  z.strictObject({ type: z.literal('categorical') }),
  z.strictObject({ type: z.literal('boolean') }),
]);

/** model.json: everything of a delivered model but its arrays, which lie in model.safetensors beside it. */
export const modelFileSchema = z.strictObject({
  format: z.literal(MODEL_FORMAT),
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
  /** Mixed into the paradigm's probabilities; null for regression. */
  prior: z.strictObject({ shares: z.array(z.number()), rows: z.int() }).nullable(),
  paradigm: paradigmIdSchema,
  /** Of the paradigm's own data. */
  paradigmVersion: z.int(),
  hyperparameters: pointSchema,
  architecture: architectureSchema.nullable(),
  meta: jsonSchema,
  /** How it was judged: by a fit on part of the rows; the model itself was fitted on all. */
  quality: z.strictObject({
    metric: metricSchema,
    cvScore: z.number(),
    holdoutScore: z.number().nullable(),
  }),
  trainedRows: z.int(),
});
export type ModelFile = z.infer<typeof modelFileSchema>;

export async function writeModel(folder: string, file: ModelFile, arrays: ModelData['arrays']): Promise<void> {
  await mkdir(folder, { recursive: true });
  const tensors = Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, { array }]));
  await writeWhole(join(folder, 'model.safetensors'), encodeSafetensors(tensors, {}));
  await writeWhole(join(folder, 'model.json'), JSON.stringify(modelFileSchema.parse(file), null, 2));
}

/** @throws UserError('InvalidModel') for a folder that holds no model, or one of another release's format. */
export async function readModel(folder: string): Promise<{ file: ModelFile; data: ModelData }> {
  const path = join(folder, 'model.json');
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UserError('InvalidModel', `${folder} holds no model: ${path} cannot be read`);
  });
  const file = parseFile(text, path);
  const bytes = await readFile(join(folder, 'model.safetensors')).catch(() => {
    throw new UserError('InvalidModel', `${folder} is not whole: model.safetensors cannot be read`);
  });
  const arrays = Object.entries(decode(bytes, folder)).map(([name, { array }]) => [name, array as ModelArray] as const);
  const { paradigm, paradigmVersion: version, meta } = file;
  return { file, data: { paradigm, version, meta, arrays: Object.fromEntries(arrays) } };
}

function decode(bytes: Buffer, folder: string): ReturnType<typeof decodeSafetensors>['arrays'] {
  try {
    return decodeSafetensors(bytes).arrays;
  } catch (error) {
    throw new UserError('InvalidModel', `${folder} is damaged: model.safetensors: ${(error as Error).message}`);
  }
}

function parseFile(text: string, path: string): ModelFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UserError('InvalidModel', `${path} is damaged: ${(error as Error).message}`);
  }
  const format = (json as { format?: unknown } | null)?.format;
  if (format !== MODEL_FORMAT) {
    throw new UserError(
      'InvalidModel',
      `${path} has format ${JSON.stringify(format)}; this release reads format ${MODEL_FORMAT}`,
    );
  }
  const parsed = modelFileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UserError('InvalidModel', `${path} is damaged: ${issue.path.join('.')}: ${issue.message}`);
}
