import { z } from 'zod';
import type { Checkpoint } from '../models/checkpoint.js';
import type { Forest } from './forest.js';
import type { OutOfBag } from './out-of-bag.js';

/** The state of growing a forest between two trees. */
export interface ForestCourse {
  forest: Forest;
  /** The stream of random numbers. */
  random: readonly number[];
  /** The order of the columns, see `Growth`. */
  columns: Int32Array;
  /** Sums over trees. */
  importances: Float64Array;
  outOfBag: OutOfBag;
}

/** The shape that a forest's checkpoints must have. */
export interface ForestShape {
  rows: number;
  columns: number;
  /** 0 for regression. */
  classes: number;
  trees: number;
}

const doubles = z.instanceof(Float64Array);
const integers = z.instanceof(Int32Array);

const schema = z.object({
  meta: z.object({ random: z.array(z.int()).length(4) }),
  arrays: z.object({
    roots: integers,
    feature: integers,
    threshold: doubles,
    right: integers,
    missingLeft: z.instanceof(Uint8Array),
    values: z.union([doubles, z.instanceof(Float32Array)]),
    columns: integers,
    importances: doubles,
    bagSums: doubles,
    bagTrees: integers,
  }),
});

type Arrays = z.infer<typeof schema>['arrays'];

export function checkpointOf({ forest, random, columns, importances, outOfBag }: ForestCourse): Checkpoint {
  return {
    iterations: forest.roots.length,
    meta: { random: [...random] },
    arrays: { ...forest, columns, importances, bagSums: outOfBag.sums, bagTrees: outOfBag.trees },
  };
}

/** The state in the checkpoint; null if there is none, or it is for another shape. */
export function courseOf(last: Checkpoint | null | undefined, shape: ForestShape): ForestCourse | null {
  const parsed = schema.safeParse(last);
  if (!parsed.success || !fits(parsed.data.arrays, shape)) return null;
  const { columns, importances, bagSums, bagTrees, ...forest } = parsed.data.arrays;
  return {
    forest,
    random: parsed.data.meta.random,
    columns,
    // Copies, because they are added to.
    importances: importances.slice(),
    outOfBag: { sums: bagSums.slice(), trees: bagTrees.slice() },
  };
}

function fits(arrays: Arrays, { rows, columns, classes, trees }: ForestShape): boolean {
  const { roots, feature, threshold, right, missingLeft, values } = arrays;
  const width = Math.max(1, classes);
  return (
    roots.length <= trees &&
    [threshold, right, missingLeft].every((array) => array.length === feature.length) &&
    // A tree has one leaf more than splits.
    2 * values.length === (feature.length + roots.length) * width &&
    values instanceof Float32Array === classes > 0 &&
    arrays.columns.length === columns &&
    arrays.importances.length === columns &&
    arrays.bagSums.length === rows * width &&
    arrays.bagTrees.length === rows
  );
}
