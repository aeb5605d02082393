import type { z } from 'zod';
import { issuesText } from '../../contracts/issues.js';

/** Checks of models' arrays from untrusted files. All throw an Error that names the array. */
type ArrayType = Float64ArrayConstructor | Float32ArrayConstructor | Int32ArrayConstructor | Uint8ArrayConstructor;

/** Arrays of a model by name. */
export type ModelArrays = Readonly<Record<string, ArrayLike<number> | undefined>>;

/** A model's numbers and texts. @throws Error that names what does not fit the schema */
export function metaOf<Schema extends z.ZodType>(schema: Schema, meta: unknown): z.output<Schema> {
  const parsed = schema.safeParse(meta);
  if (parsed.success) return parsed.data;
  throw new Error(issuesText(parsed.error, 'meta'));
}

/** @throws Error if a model has another number of classes (0: regression) */
export function checkClasses(own: number, wanted: number): void {
  if (own !== wanted) throw new Error(`it is of ${own} classes, not of ${wanted}`);
}

/** The array of a name, which has to be of a type and, where it is given, of a length. */
export function arrayOf<Type extends ArrayType>(
  arrays: ModelArrays,
  name: string,
  Type: Type,
  length?: number,
): InstanceType<Type> {
  const array = Object.hasOwn(arrays, name) ? arrays[name] : undefined;
  if (!(array instanceof Type)) throw new Error(`${name} is no ${Type.name}`);
  if (length === undefined || array.length === length) return array as InstanceType<Type>;
  throw new Error(`${name} has ${array.length} values where ${length} are expected`);
}

/** As `arrayOf`, of numbers that are all finite. */
export function finiteArray(arrays: ModelArrays, name: string, length?: number): Float64Array {
  const array = arrayOf(arrays, name, Float64Array, length);
  checkFinite(name, array);
  return array;
}

export function checkFinite(name: string, values: Float64Array | Float32Array): void {
  const wrong = values.findIndex((value: number) => !Number.isFinite(value));
  if (wrong >= 0) throw new Error(`${name} has ${values[wrong]} at place ${wrong}`);
}

/** That all values are whole numbers, at least `from` and less than `end`. */
export function checkWithin(name: string, values: Int32Array | Float64Array, from: number, end: number): void {
  const wrong = values.findIndex((value: number) => !(value >= from && value < end && Number.isInteger(value)));
  if (wrong >= 0)
    throw new Error(`${name} has ${values[wrong]} at place ${wrong}, which is not from ${from} to ${end - 1}`);
}

/** Finds nodes that are reached twice: if there are none, every path from a root ends. */
export class TreeLinks {
  private readonly reached: Uint8Array;

  constructor(private readonly nodes: number) {
    this.reached = new Uint8Array(nodes);
  }

  /** A root, or a node's child. */
  add(node: number): void {
    if (!(node >= 0 && node < this.nodes)) throw new Error(`the trees have no node ${node}: there are ${this.nodes}`);
    if (this.reached[node]++ > 0) throw new Error(`node ${node} of the trees is reached in two ways`);
  }
}
