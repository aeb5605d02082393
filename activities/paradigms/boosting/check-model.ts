import { z } from 'zod';
import {
  arrayOf,
  checkClasses,
  checkWithin,
  finiteArray,
  metaOf,
  TreeLinks,
} from '../../../learning/models/model-check.js';
import type { ModelData, ModelShape } from '../../../training/paradigm/paradigm.js';

const metaSchema = z.strictObject({ classes: z.int().min(0) });

/** @throws Error if a model's data are invalid */
export function checkModel({ meta, arrays }: ModelData, { columns, classes }: ModelShape): void {
  const own = metaOf(metaSchema, meta);
  checkClasses(own.classes, classes);
  finiteArray(arrays, 'initial', classes > 2 ? classes : 1);
  const leaves = finiteArray(arrays, 'value').length;
  const column = arrayOf(arrays, 'column', Int32Array);
  const nodes = column.length;
  checkWithin('column', column, 0, columns);
  arrayOf(arrays, 'threshold', Float64Array, nodes);
  arrayOf(arrays, 'missingLeft', Uint8Array, nodes);
  const links = new TreeLinks(nodes);
  const add = (child: number): void => {
    if (child >= 0) links.add(child);
    else if (~child >= leaves) throw new Error(`the trees have no leaf ${~child}: there are ${leaves}`);
  };
  for (const name of ['left', 'right']) arrayOf(arrays, name, Int32Array, nodes).forEach(add);
  arrayOf(arrays, 'root', Int32Array).forEach(add);
}
