import { z } from 'zod';
import { arrayOf, finiteArray, metaOf } from '../../../learning/models/model-check.js';
import type { ModelData, ModelShape } from '../../../training/paradigm/paradigm.js';

const metaSchema = z.strictObject({ power: z.number() });

/** @throws Error if a model's data are invalid */
export function checkModel({ meta, arrays }: ModelData, { columns, classes }: ModelShape): void {
  metaOf(metaSchema, meta);
  if (classes === 0) throw new Error('it is of classes, not of numbers');
  finiteArray(arrays, 'logPrior', classes);
  for (const table of ['base', 'gain', 'mean']) finiteArray(arrays, table, columns * classes);
  arrayOf(arrays, 'kind', Uint8Array, columns);
  finiteArray(arrays, 'centre', columns);
}
