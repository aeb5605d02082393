import { z } from 'zod';
import {
  arrayOf,
  checkClasses,
  checkFinite,
  checkWithin,
  finiteArray,
  metaOf,
  TreeLinks,
  type ModelArrays,
} from '../models/model-check.js';

const metaSchema = z.strictObject({
  classes: z.int().min(0),
  priorTrees: z.int().min(0),
  power: z.number().positive(),
  doubt: z.number().min(0).max(1),
});

/**
 * Checks the arrays of a forest from an untrusted file.
 *
 * @throws Error if `predictForest` could fail or loop without end with it
 */
export function checkForest(meta: unknown, arrays: ModelArrays, columns: number, classes: number): void {
  const own = metaOf(metaSchema, meta);
  checkClasses(own.classes, classes);
  const feature = arrayOf(arrays, 'feature', Int32Array);
  const nodes = feature.length;
  const right = arrayOf(arrays, 'right', Int32Array, nodes);
  const roots = arrayOf(arrays, 'roots', Int32Array);
  arrayOf(arrays, 'threshold', Float64Array, nodes);
  arrayOf(arrays, 'missingLeft', Uint8Array, nodes);
  const values = arrayOf(arrays, 'values', classes > 0 ? Float32Array : Float64Array);
  checkFinite('values', values);
  finiteArray(arrays, 'prior', classes);
  if (roots.length === 0) throw new Error('it has no tree');
  checkWithin('feature', feature, -Math.floor(values.length / Math.max(1, classes)), columns);
  const links = new TreeLinks(nodes);
  roots.forEach((root) => links.add(root));
  for (let node = 0; node < nodes; node++) {
    if (feature[node] < 0) continue;
    links.add(node + 1);
    links.add(right[node]);
  }
}
