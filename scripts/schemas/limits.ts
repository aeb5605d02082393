import { keywordPlace, type Place } from './finding.js';
import { assertions, own, type JsonSchema, type Part } from './json-schema.js';
import { equal, includesType, typeOf, typesOf, valuesOf, type Type } from './values.js';

/** How a keyword limits instances of some types, by itself. */
interface Limit {
  types: readonly Type[];
  /** Whether a writer's schema keeps to a reader's limit. */
  within(writer: JsonSchema, limit: never): boolean;
  /** Whether a value does; false where that is not known. */
  holds(value: never, limit: never): boolean;
}

const number = (
  within: (w: JsonSchema, limit: number) => boolean,
  holds: (v: number, limit: number) => boolean,
): Limit => ({
  types: ['number', 'integer'],
  within,
  holds,
});

const size = (
  types: readonly Type[],
  within: (w: JsonSchema, limit: number) => boolean,
  holds: (size: number, limit: number) => boolean,
): Limit => ({ types, within, holds: (value: string | unknown[], limit: number) => holds([...value].length, limit) });

/** @param otherwise where there is none (or one of an older draft) */
const bound = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

/** A limit that is only known to be kept where it is the writer's too. */
const opaque = (...types: Type[]): Limit => ({ types, within: () => false, holds: () => false });

const LIMITS: Record<string, Limit> = {
  minimum: number(
    (w, limit) => bound(w.minimum, -Infinity) >= limit || bound(w.exclusiveMinimum, -Infinity) >= limit,
    (v, limit) => v >= limit,
  ),
  exclusiveMinimum: number(
    (w, limit) => bound(w.minimum, -Infinity) > limit || bound(w.exclusiveMinimum, -Infinity) >= limit,
    (v, limit) => v > limit,
  ),
  maximum: number(
    (w, limit) => bound(w.maximum, Infinity) <= limit || bound(w.exclusiveMaximum, Infinity) <= limit,
    (v, limit) => v <= limit,
  ),
  exclusiveMaximum: number(
    (w, limit) => bound(w.maximum, Infinity) < limit || bound(w.exclusiveMaximum, Infinity) <= limit,
    (v, limit) => v < limit,
  ),
  minLength: size(
    ['string'],
    (w, limit) => (w.minLength ?? 0) >= limit,
    (v, limit) => v >= limit,
  ),
  maxLength: size(
    ['string'],
    (w, limit) => (w.maxLength ?? Infinity) <= limit,
    (v, limit) => v <= limit,
  ),
  pattern: {
    types: ['string'],
    within: () => false,
    holds: (value: string, pattern: string) => new RegExp(pattern, 'u').test(value),
  },
  minItems: size(
    ['array'],
    (w, limit) => (w.minItems ?? 0) >= limit,
    (v, limit) => v >= limit,
  ),
  maxItems: size(
    ['array'],
    (w, limit) => longest(w) <= limit,
    (v, limit) => v <= limit,
  ),
  multipleOf: opaque('number', 'integer'),
  format: opaque('string'),
  contentEncoding: opaque('string'),
  uniqueItems: opaque('array'),
  minProperties: opaque('object'),
  maxProperties: opaque('object'),
};

/** Keywords that are compared by the schemas that they hold. */
const NESTED: Record<string, Type> = {
  properties: 'object',
  required: 'object',
  additionalProperties: 'object',
  propertyNames: 'object',
  items: 'array',
  prefixItems: 'array',
};

/** The most items that an array may have. */
export function longest({ maxItems = Infinity, items, prefixItems = [] }: JsonSchema): number {
  return items === false ? Math.min(maxItems, prefixItems.length) : maxItems;
}

/** The keywords by which a reader refuses what a writer may write, those with schemas in them left out. */
export function limitPlaces(writer: Part, reader: Part): Place[] {
  const [w, r] = [writer.schema, reader.schema];
  const values = valuesOf(w);
  const broken = new Set<string>();
  for (const keyword of assertions(r)) {
    const kept = values
      ? values.filter((value) => isOwn(w, value)).every((value) => valueKeeps(value, keyword, r))
      : keeps(w, keyword, r);
    if (!kept) broken.add(keyword);
  }
  // It makes exceptions to other keywords, which are not looked at.
  if (w.patternProperties !== undefined) broken.add('patternProperties');
  return [...broken].map((keyword) => keywordPlace(writer, reader, keyword));
}

/** Whether a value that a schema names is of its type: else it is not an instance. */
function isOwn({ type }: JsonSchema, value: unknown): boolean {
  return type === undefined || includesType([type].flat(), typeOf(value));
}

function valueKeeps(value: unknown, keyword: string, r: JsonSchema): boolean {
  if (keyword === 'enum' || keyword === 'const') return valuesOf(r)!.some((one) => equal(one, value));
  if (keyword === 'type') return isOwn(r, value);
  const nested = own(NESTED, keyword);
  if (nested) return typeOf(value) !== nested;
  const limit = own(LIMITS, keyword);
  if (!limit) return false;
  return !limit.types.includes(typeOf(value)) || limit.holds(value as never, r[keyword] as never);
}

function keeps(w: JsonSchema, keyword: string, r: JsonSchema): boolean {
  const types = typesOf(w);
  if (keyword === 'type') return types.every((type) => includesType([r.type].flat() as Type[], type));
  if (keyword === 'enum' || keyword === 'const') return types.every((type) => namesAll(type, valuesOf(r)!));
  if (own(NESTED, keyword)) return true;
  const limit = own(LIMITS, keyword);
  if (!limit) return false;
  if (!types.some((type) => limit.types.includes(type)) || equal(w[keyword], r[keyword])) return true;
  return limit.within(w, r[keyword] as never);
}

/** Whether values are all that there are of a type. */
function namesAll(type: Type, values: readonly unknown[]): boolean {
  const all = type === 'null' ? [null] : type === 'boolean' ? [true, false] : null;
  return all !== null && all.every((value) => values.includes(value));
}
