import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import type { Json } from '../../contracts/json.js';
import { anySchema, oneChange, smallJson } from '../../test/support/json-schemas.js';
import { refusals } from './contain.js';
import type { JsonSchema } from './json-schema.js';

const isContained = (inner: JsonSchema, outer: JsonSchema): boolean => refusals(inner, outer).length === 0;

const judge = new Ajv2020({ strict: false, logger: false });

/** As many as make a wrong proof likely to be found out. */
const INSTANCES = fc.sample(smallJson, { numRuns: 400, seed: 1 });

/** Schemas as zod writes them: whether the first contains the second can be said, though it is not obvious. */
const CONTAINED: [string, JsonSchema, JsonSchema][] = [
  ['an integer in numbers', { type: 'integer' }, { type: 'number' }],
  ['fewer values', { enum: ['a', 'b'] }, { type: 'string', enum: ['a', 'b', 'c'] }],
  ['a constant in its type', { type: 'string', const: 'a' }, { type: 'string' }],
  ['narrower bounds', { type: 'number', minimum: 1, maximum: 2 }, { type: 'number', exclusiveMinimum: 0 }],
  ['a list in longer lists', { type: 'array', maxItems: 3 }, { type: 'array', maxItems: 4 }],
  [
    'what may be null',
    { type: 'null' },
    { anyOf: [{ $ref: '#/$defs/A' }, { type: 'null' }], $defs: { A: { type: 'string' } } },
  ],
  ['one variant of more', variants(['x', 'y']), variants(['x', 'y', 'z'])],
  ['a variant with one property more', variants(['x', 'y']), variants(['x', 'y'], { note: { type: 'string' } })],
  ['JSON in JSON', json(['string', 'null']), json(['null', 'string', 'number'])],
];

const closed = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => {
  return { type: 'object', properties, required, additionalProperties: false };
};
const text: JsonSchema = { type: 'string' };

/** What a writer may write, a reader that refuses some of it, and such an instance. */
const REFUSED: [string, JsonSchema, JsonSchema, unknown][] = [
  ['a property that may be left out', closed({ a: text }), closed({ a: text }, ['a']), {}],
  ['a property that nobody declares and the reader needs', { type: 'object' }, { type: 'object', required: ['a'] }, {}],
  ['an unknown property', closed({ a: text, b: text }), closed({ a: text }), { b: '' }],
  ['other properties', { type: 'object', properties: { a: text } }, closed({ a: text }), { b: '' }],
  [
    'properties of another type',
    { type: 'object', additionalProperties: text },
    closed({ a: { type: 'null' } }),
    { a: '' },
  ],
  [
    'a needed property of what is left',
    closed({ a: { type: 'integer' } }, ['a']),
    { type: 'object', required: ['a'], additionalProperties: text },
    { a: 3 },
  ],
  ['names', { type: 'object' }, { type: 'object', propertyNames: { type: 'string', maxLength: 1 } }, { ab: 1 }],
  [
    'declared names',
    closed({ ab: text }),
    { type: 'object', propertyNames: { type: 'string', maxLength: 1 } },
    { ab: '' },
  ],
  ['items', { type: 'array', items: { type: 'number' } }, { type: 'array', items: { type: 'integer' } }, [0.5]],
  [
    'items past the declared',
    { type: 'array', prefixItems: [text] },
    { type: 'array', prefixItems: [text], items: false },
    ['', 1],
  ],
  [
    'an item of a tuple',
    { type: 'array', prefixItems: [text] },
    { type: 'array', prefixItems: [{ type: 'null' }] },
    [''],
  ],
  ['a longer list', { type: 'array' }, { type: 'array', maxItems: 1 }, [1, 2]],
  ['a shorter list', { type: 'array', minItems: 1 }, { type: 'array', minItems: 2 }, [1]],
  ['a longer text', text, { type: 'string', maxLength: 1 }, 'ab'],
  ['a shorter text', text, { type: 'string', minLength: 1 }, ''],
  ['a value named', { enum: ['a', 'b'] }, { enum: ['a'] }, 'b'],
  ['a value that is not named', text, { enum: ['a'] }, 'b'],
  ['a named value outside of bounds', { const: 3 }, { type: 'number', maximum: 2 }, 3],
  ['the bound itself', { type: 'number', minimum: 0 }, { type: 'number', exclusiveMinimum: 0 }, 0],
  ['the upper bound itself', { type: 'number', maximum: 0 }, { type: 'number', exclusiveMaximum: 0 }, 0],
  ['null', { type: ['string', 'null'] }, text, null],
  ['a variant', variants(['x', 'y']), variants(['x']), { kind: 'y', size: 0 }],
  ['what one of two clauses forbids', text, { allOf: [text, { minLength: 1 }] }, ''],
  ['what a reference forbids', text, { $ref: '#/$defs/A', minLength: 1, $defs: { A: text } }, ''],
  ['what both of two alternatives take', { type: 'integer' }, { oneOf: [{ type: 'integer' }, { type: 'number' }] }, 1],
  ['something deep within', json(['string', 'null']), json(['string']), [[null]]],
];

/** Objects told apart by a tag, as z.discriminatedUnion has them. */
function variants(tags: string[], more: Record<string, JsonSchema> = {}): JsonSchema {
  return {
    oneOf: tags.map((tag) => ({
      type: 'object',
      properties: { kind: { type: 'string', const: tag }, size: { type: 'integer', minimum: 0 }, ...more },
      required: ['kind', 'size'],
      additionalProperties: false,
    })),
  };
}

/** A schema that holds itself. */
function json(types: string[]): JsonSchema {
  const nested: JsonSchema = { type: 'array', items: { $ref: '#/$defs/J' } };
  return { $ref: '#/$defs/J', $defs: { J: { anyOf: [...types.map((type) => ({ type }) as JsonSchema), nested] } } };
}

describe('refusals', () => {
  it.each(CONTAINED)('sees %s', (_name, inner, outer) => {
    expect(isContained(inner, outer)).toBe(true);
    expect(isContained(outer, inner)).toBe(false);
  });

  it('takes no notice of what says nothing of instances', () => {
    const plain: JsonSchema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
    const told: JsonSchema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'urn:x',
      title: 'T',
      description: 'D',
      $comment: 'C',
      ...plain,
      properties: { a: { type: 'string', description: 'A', title: 'A' } },
    };
    expect([isContained(plain, told), isContained(told, plain)]).toEqual([true, true]);
  });

  it.each(REFUSED)('finds that %s would be refused', (_name, writer, reader, instance) => {
    expect([validator(writer)(instance), validator(reader)(instance)]).toEqual([true, false]);
    expect(refusals(writer, reader)).not.toEqual([]);
  });

  it('holds what it cannot prove for broken: other patterns', () => {
    const pattern = (text: string): JsonSchema => ({ type: 'string', pattern: text });
    expect(isContained(pattern('^a$'), pattern('^a$'))).toBe(true);
    expect(isContained(pattern('^[ab]$'), pattern('^a$'))).toBe(false);
  });

  it('holds what it does not understand for broken, unless nothing of it changes', () => {
    const odd: JsonSchema = {
      type: 'object',
      patternProperties: { '^a': { type: 'string' } },
      additionalProperties: false,
    };
    expect(isContained(odd, odd)).toBe(true);
    expect(isContained(odd, { ...odd, minProperties: 0 })).toBe(false);
    expect(isContained({ type: 'string' }, { type: 'string', not: { const: 'a' } })).toBe(false);
  });

  it('says of a reference that leads nowhere which it is', () => {
    const schema: JsonSchema = { properties: { a: { $ref: '#/$defs/Nothing' } } };
    expect(() => refusals(schema, { properties: { a: { type: 'string' } } })).toThrow(
      '/properties/a: the document has no #/$defs/Nothing',
    );
  });

  // A false claim is what the check must never make: then a change that breaks someone would pass.
  it('never claims it where an instance shows otherwise', () => {
    const pairs = fc.oneof(
      { weight: 3, arbitrary: anySchema.chain((schema) => fc.tuple(fc.constant(schema), changed(schema))) },
      fc.tuple(anySchema, anySchema),
    );
    let claims = 0;
    fc.assert(
      fc.property(pairs, fc.boolean(), ([a, b], swap) => {
        const [inner, outer] = swap ? [b, a] : [a, b];
        if (!isContained(inner, outer)) return;
        claims++;
        const [isInner, isOuter] = [validator(inner), validator(outer)];
        expect(INSTANCES.find((instance) => isInner(instance) && !isOuter(instance))).toBeUndefined();
      }),
      { numRuns: 400 },
    );
    expect(claims).toBeGreaterThan(100);
  }, 120_000);
});

/** The same schema with one keyword or value changed; it may be none any more. */
function changed(schema: JsonSchema): fc.Arbitrary<JsonSchema> {
  const { $defs, ...rest } = schema;
  const numbers = fc.integer({ min: 0, max: 3 });
  return (
    oneChange(rest as Json, numbers)
      .map((json) => ({ ...(json as JsonSchema), $defs }))
      .filter((one) => judge.validateSchema(one) === true)
      // A schema of nothing, which the judge does not take.
      .filter((one) => !JSON.stringify(one).includes('"enum":[]'))
  );
}

function validator(schema: JsonSchema): (instance: unknown) => boolean {
  const validate = new Ajv2020({ strict: false, validateSchema: false }).compile(schema);
  return (instance) => validate(instance);
}
