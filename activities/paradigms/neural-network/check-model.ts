import { z } from 'zod';
import { architectureSchema } from '../../../contracts/candidate/architecture.js';
import { arrayOf, checkFinite, finiteArray, metaOf } from '../../../learning/models/model-check.js';
import type { ModelData, ModelShape } from '../../../training/paradigm/paradigm.js';
import { layoutOf } from './network/layout.js';

const metaSchema = z.strictObject({
  architecture: architectureSchema,
  inputs: z.int(),
  outputs: z.int(),
  members: z.int().min(1).max(1000),
  target: z.strictObject({ mean: z.number(), sd: z.number() }),
});

/** @throws Error if a model's data are invalid */
export function checkModel({ meta, arrays }: ModelData, { columns, classes }: ModelShape): void {
  const own = metaOf(metaSchema, meta);
  const { architecture, inputs, outputs, members } = own;
  if (inputs !== columns) throw new Error(`it is of ${inputs} columns, not of ${columns}`);
  if (outputs !== Math.max(1, classes)) throw new Error(`it is of ${outputs} outputs, not of ${Math.max(1, classes)}`);
  if (architecture.layers.some(({ batchNorm }) => batchNorm)) throw new Error('its normalisation is not folded away');
  const { size } = layoutOf(architecture, inputs, outputs);
  checkFinite('parameters', arrayOf(arrays, 'parameters', Float32Array, members * size));
  finiteArray(arrays, 'centre', columns);
  finiteArray(arrays, 'factor', columns);
}
