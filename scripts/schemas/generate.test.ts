import { describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import type { z } from 'zod';
import type { Json } from '../../contracts/json.js';
import { exampleMessages } from '../../test/support/example-messages.js';
import { oneChange } from '../../test/support/json-schemas.js';
import { axes } from '../../activities/axes/index.js';
import { CONTRACTS } from './catalogue.js';
import { refusals } from './contain.js';
import { generateSchemas } from './generate.js';
import { isSchema, type JsonSchema } from './json-schema.js';
import { readSources } from './sources.js';

const sources = await readSources(process.cwd());
const V = CONTRACTS[0].version;
const tree = generateSchemas(sources);
const examples = exampleMessages(axes);

interface Case {
  path: string;
  document: JsonSchema;
  /** What it was generated from. */
  schema: z.ZodType;
  messages: Json[];
}

const CASES: Case[] = [
  ...CONTRACTS.flatMap(({ name, version, messages }) =>
    messages.map((message) => ({ path: `${name}-v${version}/${message.name}.json`, schema: message.schema })),
  ),
  ...sources.states.map(({ axis, schema }) => ({ path: `modules/${axis}-state.json`, schema })),
].map(({ path, schema }) => {
  const name = path.replace(/^.*\/|\.json$/g, '');
  return { path, document: tree.get(path)!, schema, messages: examples.get(name) ?? [] };
});

/** In strict mode a keyword that is unknown or of no use throws; types may be alternatives, as zod writes them. */
function compiled(document: JsonSchema): ValidateFunction {
  return new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: true }).compile(document);
}

const judge = new Ajv2020({ strict: false, logger: false });

describe('generateSchemas', () => {
  it('has a schema of each message and of the state of each axis', () => {
    expect([...tree.keys()].sort()).toEqual(CASES.map(({ path }) => path).sort());
    expect(sources.states.map(({ axis }) => axis).sort()).toEqual(
      axes.map(({ declaration }) => declaration.name).sort(),
    );
  });

  it('tells apart who writes and who reads', () => {
    expect(tree.get(`axis-v${V}/advance-request.json`)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `urn:coaxial:axis-v${V}:advance-request`,
      title: 'AdvanceRequest',
      description: "The argument of an axis's activity: one step.",
      $comment: `Contract of axis modules, version ${V}. Written by the core, read by modules.`,
      additionalProperties: false,
    });
  });

  it('takes descriptions from doc comments, and names from types', () => {
    const { properties, $defs } = tree.get(`axis-v${V}/advance-answer.json`)!;
    expect(properties!.note).toMatchObject({ description: 'What the step did and why, in one sentence.' });
    expect(properties!.candidates).toMatchObject({ $ref: '#/$defs/ProposedCandidates' });
    expect($defs!.Json).toEqual({ description: 'Any JSON value.' });
  });

  describe.each(CASES)('$path', ({ document, schema, messages }) => {
    it('stands alone, in patterns that all languages read alike', () => {
      const text = JSON.stringify(document);
      const references = [...text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, reference]) => reference);
      const known = Object.keys(document.$defs ?? {}).map((name) => `#/$defs/${name}`);
      expect(references.filter((reference) => !known.includes(reference))).toEqual([]);
      // Every definition is used: nothing is left over from another document.
      expect(known.filter((name) => !references.includes(name))).toEqual([]);
      // Classes such as \d hold other characters in other languages, and lookaheads and flags are not everywhere.
      for (const pattern of patternsOf(document)) expect(pattern).not.toMatch(/\\[a-zA-Z]|\(\?[^:]/);
      expect(text).not.toContain('__schema');
    });

    it('takes the examples, as zod does', () => {
      const validate = compiled(document);
      expect(messages.length).toBeGreaterThan(0);
      for (const message of messages) {
        expect({ valid: validate(message), errors: validate.errors }).toEqual({ valid: true, errors: null });
        expect(schema.safeParse(message).error).toBeUndefined();
      }
    });

    it('takes what zod takes, and refuses what zod refuses, around the examples', () => {
      const validate = compiled(document);
      const changed = fc.constantFrom(...smallest(messages)).chain((message) => oneChange(message));
      fc.assert(
        fc.property(changed, (message) => validate(message) === schema.safeParse(message).success),
        { numRuns: 200 },
      );
    });

    it('is found to refuse an example wherever one change makes it do so', () => {
      const { $schema: _, $id: _id, ...rest } = document;
      const changed = oneChange(rest as Json, fc.constantFrom<Json>(0, 1, 2, true, false, 'a', null, {}, ['a']));
      fc.assert(
        fc.property(changed, (other) => {
          fc.pre(isSchema(other) && judge.validateSchema(other) === true);
          if (!staysReadable(document, other)) return;
          const validate = new Ajv2020({ strict: false, logger: false }).compile(other as object);
          expect(messages.filter((message) => !validate(message))).toEqual([]);
        }),
        { numRuns: 15 },
      );
    });

    it('contains itself', () => {
      // With titles it is not the same text, so that it has to be looked into.
      const closed = '"additionalProperties":false';
      const text = JSON.stringify(document).replaceAll(closed, `${closed},"title":"T"`);
      const told = JSON.parse(text) as JsonSchema;
      expect(refusals(document, told)).toEqual([]);
      expect(refusals(told, document)).toEqual([]);
    });
  });
});

/** Whether whoever reads by another schema is certain to read what was written by this one. */
function staysReadable(document: JsonSchema, other: JsonSchema): boolean {
  try {
    return refusals(document, other).length === 0;
  } catch (error) {
    // A definition that is gone.
    expect((error as Error).message).toMatch(/: the document has no /);
    return false;
  }
}

/** Few and short: a change of a long one is mostly in what repeats. */
function smallest(messages: Json[]): Json[] {
  const size = (message: Json): number => JSON.stringify(message).length;
  return [...messages].sort((a, b) => size(a) - size(b)).slice(0, 4);
}

function patternsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(patternsOf);
  if (!isSchema(value)) return [];
  const own = typeof value.pattern === 'string' ? [value.pattern] : [];
  return [...own, ...Object.values(value).flatMap(patternsOf)];
}
