import { z } from 'zod';
import { jsonSchema } from '../../contracts/json.js';
import { CONTRACTS, type Contract, type Direction } from './catalogue.js';
import { readDocComments, type DocComments, type Source } from './doc-comments.js';
import { stateVersion, type JsonSchema, type SchemaTree } from './json-schema.js';
import type { Sources } from './sources.js';

/** Where an object's comments on its properties stand until all references are in place. */
const COMMENTS = 'x-property-comments';

/** Ends the name of every exported schema. */
const SUFFIX = 'Schema';

const WHO: Record<Direction, string> = {
  request: 'Written by the core, read by modules.',
  reply: 'Written by modules, read by the core.',
  state: 'Written by one build of the axis, read by the next; the core does not look into it.',
};

/** All that contracts/schema holds, for the versions of now. */
export function generateSchemas({ files, states }: Sources, contracts: readonly Contract[] = CONTRACTS): SchemaTree {
  const generator = new Generator(files);
  const tree = new Map<string, JsonSchema>();
  for (const { name, version, messages } of contracts) {
    for (const { name: message, direction, schema } of messages) {
      const path = `${name}-v${version}/${message}.json`;
      tree.set(path, generator.document(path, schema, direction, `Contract of ${name} modules, version ${version}.`));
    }
  }
  for (const { axis, schema } of states) {
    const path = `modules/${axis}-state.json`;
    const document = generator.document(path, schema, 'state', `State of the axis ${axis}.`);
    stateVersion(path, document);
    tree.set(path, document);
  }
  return tree;
}

class Generator {
  private readonly comments: DocComments;
  private readonly names: ReadonlyMap<z.core.$ZodType, string>;

  constructor(sources: readonly Source[]) {
    this.comments = readDocComments(sources);
    this.names = namesOf(sources);
  }

  document(path: string, schema: z.ZodType, direction: Direction, what: string): JsonSchema {
    const { $defs, $schema, description, ...rest } = this.convert(schema, direction);
    return {
      $schema,
      $id: `urn:coaxial:${path.replace(/\.json$/, '').replaceAll('/', ':')}`,
      title: this.names.get(schema),
      description,
      $comment: `${what} ${WHO[direction]}`,
      ...rest,
      ...($defs && { $defs: Object.fromEntries(Object.entries($defs).sort(([a], [b]) => (a < b ? -1 : 1))) }),
    };
  }

  private convert(root: z.ZodType, direction: Direction): JsonSchema {
    const metadata = z.registry<{ id: string }>();
    for (const [schema, id] of this.names) if (schema !== root) metadata.add(schema, { id });
    const schema = z.toJSONSchema(root, {
      metadata,
      // A default is filled in by who reads: the core has done so in what it writes.
      io: direction === 'request' ? 'output' : 'input',
      override: ({ zodSchema, jsonSchema: json }) => this.describe(zodSchema, json),
    });
    return withPropertyComments(schema) as JsonSchema;
  }

  private describe(schema: z.core.$ZodTypes, json: z.core.JSONSchema.BaseSchema): void {
    if (schema === (jsonSchema as z.core.$ZodType)) {
      for (const key of Object.keys(json)) delete json[key];
      json.description = 'Any JSON value.';
      return;
    }
    const description = z.globalRegistry.get(schema)?.description ?? this.comments.of(schema);
    if (description !== undefined) json.description = description;
    if (schema._zod.def.type !== 'object') return;
    const names = Object.keys(schema._zod.def.shape);
    json[COMMENTS] = Object.fromEntries(names.map((name) => [name, this.comments.ofProperty(schema, name)]));
  }
}

/** The exported schemas by the names of their types: definitions of each document that uses them. */
function namesOf(sources: readonly Source[]): Map<z.core.$ZodType, string> {
  const names = new Map<z.core.$ZodType, string>();
  const taken = new Set<string>();
  for (const { path, exports } of sources) {
    for (const [exported, value] of Object.entries(exports)) {
      if (!exported.endsWith(SUFFIX)) continue;
      const name = exported[0].toUpperCase() + exported.slice(1, -SUFFIX.length);
      if (taken.has(name))
        throw new Error(`${path}: another file exports a schema ${exported} too; rename one of them`);
      taken.add(name);
      names.set(value as z.core.$ZodType, name);
    }
  }
  return names;
}

function withPropertyComments(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPropertyComments);
  if (typeof value !== 'object' || value === null) return value;
  const { [COMMENTS]: comments, ...rest } = value as Record<string, unknown>;
  const result = Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, withPropertyComments(item)]));
  if (!comments) return result;
  for (const [name, comment] of Object.entries(comments)) {
    const properties = result.properties as Record<string, Record<string, unknown>>;
    properties[name] = { ...properties[name], description: comment };
  }
  return result;
}
