import { z } from 'zod';
import { checkClasses, finiteArray, metaOf } from '../../../learning/models/model-check.js';
import type { ModelData, ModelShape } from '../../../training/paradigm/paradigm.js';

const metaSchema = z.strictObject({
  classes: z.int(),
  present: z.array(z.int().min(0)).min(1),
  absentShare: z.number().min(0).max(1),
});

/** @throws Error if a model's data are invalid */
export function checkModel({ meta, arrays }: ModelData, { columns, classes }: ModelShape): void {
  const outputs = classes === 0 ? outputsOfNumbers(meta) : outputsOfClasses(meta, classes);
  finiteArray(arrays, 'centre', columns);
  finiteArray(arrays, 'intercepts', outputs);
  finiteArray(arrays, 'coefficients', outputs * columns);
}

function outputsOfNumbers(meta: unknown): number {
  if (meta !== null) throw new Error('meta is not null, as it is of a model of numbers');
  return 1;
}

function outputsOfClasses(meta: unknown, classes: number): number {
  const own = metaOf(metaSchema, meta);
  const { present } = own;
  checkClasses(own.classes, classes);
  if (present.some((code, i) => code >= classes || (i > 0 && code <= present[i - 1]))) {
    throw new Error(`meta.present are not ascending codes of ${classes} classes`);
  }
  return present.length === 1 ? 0 : present.length === 2 ? 1 : present.length;
}
