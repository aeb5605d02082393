import { z } from 'zod';
import { arrayOf, checkWithin, finiteArray, metaOf } from '../../../learning/models/model-check.js';
import type { ModelData, ModelShape } from '../../../training/paradigm/paradigm.js';

const metaSchema = z.strictObject({
  neighbours: z.int().min(1),
  weights: z.enum(['uniform', 'distance']),
  metric: z.enum(['euclidean', 'manhattan']),
  smoothing: z.number().min(0),
});

/** @throws Error if a model's data are invalid */
export function checkModel({ meta, arrays }: ModelData, { columns, classes }: ModelShape): void {
  metaOf(metaSchema, meta);
  const targets = finiteArray(arrays, 'targets');
  const rows = targets.length;
  if (rows === 0) throw new Error('it has no row to search among');
  if (classes > 0) checkWithin('targets', targets, 0, classes);
  finiteArray(arrays, 'priors', classes);
  finiteArray(arrays, 'points', rows * columns);
  finiteArray(arrays, 'centre', columns);
  if (finiteArray(arrays, 'weights', rows).some((weight) => !(weight > 0)))
    throw new Error('weights are not all above 0');
  const nodes = finiteArray(arrays, 'value').length;
  if (nodes > 2 * rows) throw new Error(`value has ${nodes} nodes for ${rows} rows`);
  checkWithin('dimension', arrayOf(arrays, 'dimension', Int32Array, nodes), 0, columns);
}
