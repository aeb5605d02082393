import fc from 'fast-check';
import type { Json } from '../../contracts/json.js';
import type { JsonSchema } from '../../scripts/schemas/json-schema.js';

const KEYS = ['a', 'b', 'c'];
const key = fc.constantFrom(...KEYS);

/** Values near to each other, so that two schemas often disagree about one. */
const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.constantFrom(-1, 0, 0.5, 1, 2, 3),
  fc.constantFrom('', 'a', 'ab', 'abc', 'b'),
);

/** Small JSON values of every kind. */
export const smallJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 3, arbitrary: scalar },
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(key, tie('json'), { maxKeys: 3 }),
  ),
})).json;

const someOf = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> =>
  fc.record(model, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;

const number = fc
  .tuple(
    fc.constantFrom('number' as const, 'integer' as const),
    someOf({ minimum: fc.integer({ min: -1, max: 2 }), maximum: fc.integer({ min: 0, max: 3 }) }),
    someOf({ exclusiveMinimum: fc.integer({ min: -1, max: 2 }), exclusiveMaximum: fc.integer({ min: 0, max: 3 }) }),
  )
  .map(([type, bounds, exclusive]) => ({ type, ...bounds, ...exclusive }));

const text = someOf({
  minLength: fc.integer({ min: 0, max: 2 }),
  maxLength: fc.integer({ min: 0, max: 3 }),
  pattern: fc.constantFrom('^a', '^[ab]*$', 'b$'),
}).map((limits) => ({ type: 'string' as const, ...limits }));

const plain = fc
  .uniqueArray(fc.constantFrom('string', 'number', 'integer', 'boolean', 'null', 'array', 'object'), {
    minLength: 1,
    maxLength: 3,
  })
  .map((types) => ({ type: types.length === 1 ? types[0] : types }));

/** Schemas of the part of JSON Schema that zod's have, recursion by references included. */
export const anySchema: fc.Arbitrary<JsonSchema> = fc
  .letrec<{ schema: JsonSchema }>((tie) => {
    const members = fc.array(tie('schema'), { minLength: 1, maxLength: 3 });
    const object = someOf({
      properties: fc.dictionary(key, tie('schema'), { maxKeys: 3 }),
      required: fc.uniqueArray(key, { maxLength: 2 }),
      additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
      propertyNames: fc.constantFrom<JsonSchema>({ type: 'string' }, { type: 'string', pattern: '^a' }),
    });
    const array = someOf({
      items: fc.oneof(fc.constant(false), tie('schema')),
      prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
      minItems: fc.integer({ min: 0, max: 2 }),
      maxItems: fc.integer({ min: 0, max: 3 }),
    });
    return {
      schema: fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        plain,
        number,
        text,
        scalar.map((value) => ({ const: value })),
        fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 }).map((values) => ({ enum: values })),
        fc.constantFrom('A', 'B').map((name) => ({ $ref: `#/$defs/${name}` })),
        { weight: 4, arbitrary: object.map((limits) => ({ type: 'object' as const, ...limits })) },
        { weight: 3, arbitrary: array.map((limits) => ({ type: 'array' as const, ...limits })) },
        members.map((anyOf) => ({ anyOf })),
        members.map((oneOf) => ({ oneOf })),
        members.map((allOf) => ({ allOf })),
      ),
    };
  })
  .schema.map((schema) => ({ ...schema, $defs: DEFINITIONS }));

/** What the schemas above refer to; `B` holds itself. */
const DEFINITIONS: Record<string, JsonSchema> = {
  A: { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'], additionalProperties: false },
  B: { anyOf: [{ type: 'string' }, { type: 'array', items: { $ref: '#/$defs/B' } }] },
};

/** Every value that one change makes of a JSON value: something left out, replaced, or (in objects) added. */
export function oneChange<T extends Json>(value: T, others: fc.Arbitrary<Json> = smallJson): fc.Arbitrary<Json> {
  const places = placesOf(value);
  return fc
    .tuple(fc.constantFrom(...places), fc.constantFrom('replace', 'remove', 'add'), others, key)
    .map(([place, how, other, name]) => changeAt(value, place, how, other, name));
}

function placesOf(value: Json, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? value.map((_, i) => i) : Object.keys(value);
  return [path, ...keys.flatMap((one) => placesOf((value as Record<string, Json>)[one], [...path, one]))];
}

function changeAt(value: Json, place: (string | number)[], how: string, other: Json, name: string): Json {
  const copy = structuredClone({ root: value }) as Record<string | number, Json>;
  const path = ['root', ...place];
  const last = path.pop()!;
  const parent = path.reduce<Json>((node, step) => (node as Record<string, Json>)[step], copy) as Record<string, Json>;
  const target = parent[last];
  if (how === 'add' && typeof target === 'object' && target !== null && !Array.isArray(target)) target[name] = other;
  else if (how === 'remove' && place.length > 0) {
    if (Array.isArray(parent)) parent.splice(Number(last), 1);
    else delete parent[last];
  } else parent[last] = other;
  return copy.root;
}
