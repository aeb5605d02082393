import { canonicalJson } from '../../contracts/json.js';
import type { JsonSchema } from './json-schema.js';

/** The types of JSON; `integer` is a part of `number`. */
export type Type = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

const ALL: readonly Type[] = ['null', 'boolean', 'number', 'string', 'array', 'object'];

/** The values that alone a schema may have; null if it names none. */
export function valuesOf({ enum: values, const: value }: JsonSchema): unknown[] | null {
  if (values === undefined) return value === undefined ? null : [value];
  return value === undefined ? values : values.filter((one) => equal(one, value));
}

/** The types that an instance may have, by `type` and by the values that are named. */
export function typesOf(schema: JsonSchema): Type[] {
  const { type } = schema;
  const declared = type === undefined ? ALL : ([type].flat() as Type[]);
  const values = valuesOf(schema);
  return values ? [...new Set(values.map(typeOf))].filter((one) => includesType(declared, one)) : [...declared];
}

/** Whether a type is among others, or an integer among numbers. */
export function includesType(types: readonly Type[], type: Type): boolean {
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

export function typeOf(value: unknown): Type {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value as 'boolean' | 'string' | 'object';
}

export function equal(a: unknown, b: unknown): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));
}
