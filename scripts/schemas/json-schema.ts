import type { z } from 'zod';

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** JSON Schemas by path, relative to contracts/schema. */
export type SchemaTree = ReadonlyMap<string, JsonSchema>;

/** A part of a document. */
export interface Part {
  schema: JsonSchema;
  /** JSON pointer (RFC 6901) into the document. */
  pointer: string;
  document: JsonSchema;
  /** Which portion of what stands there; absent for all of it. */
  portion?: string;
}

/** The schema of which nothing is an instance. */
const NEVER: JsonSchema = { enum: [] };

/** JSON pointer (RFC 6901) along these keys. */
export function pointerTo(...path: (string | number)[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** A schema within a part; an absent one is `true`. */
export function partOf({ pointer, document }: Part, schema: unknown, ...path: (string | number)[]): Part {
  const tokens = pointerTo(...path);
  if (schema === undefined) return { schema: {}, pointer, document, portion: tokens };
  const found = schema === false ? NEVER : isSchema(schema) ? schema : {};
  return { schema: found, pointer: pointer + tokens, document };
}

/** Some of what a part says, or some of its instances. */
export function portionOf(part: Part, schema: JsonSchema, portion: string): Part {
  return { ...part, schema, portion: part.portion === undefined ? portion : `${part.portion} ${portion}` };
}

/** Where a part leads that is nothing but a reference: to a definition of the same document, or all of it. */
export function resolved(part: Part): Part {
  const through = new Set<string>();
  let here = part;
  while (here.schema.$ref !== undefined && assertions(here.schema).length === 1) {
    if (through.has(here.pointer)) throw new Error(`${here.pointer}: it refers to itself alone`);
    through.add(here.pointer);
    here = target(here);
  }
  return here;
}

/** @throws Error for a reference that leads out of the document, or nowhere */
export function target(part: Part): Part {
  const { $ref } = part.schema;
  if ($ref === '#') return { ...part, schema: part.document, pointer: '' };
  const name = $ref
    ?.match(/^#\/\$defs\/([^/]+)$/)?.[1]
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
  const definition = name === undefined ? undefined : own(part.document.$defs, name);
  if (definition === undefined) throw new Error(`${part.pointer}: the document has no ${$ref}`);
  return partOf({ ...part, pointer: '' }, definition, '$defs', name!);
}

/** Keywords that say nothing of instances. */
const ANNOTATIONS = new Set([
  ...['$schema', '$id', '$comment', '$defs', 'title', 'description', 'default', 'examples', 'deprecated'],
]);

/** The keywords that say something of instances. */
export function assertions(schema: JsonSchema): string[] {
  return Object.keys(schema).filter((keyword) => !ANNOTATIONS.has(keyword) && schema[keyword] !== undefined);
}

/** What a record has under a name, whatever Object's prototype has. */
export function own<T>(record: Record<string, T> | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a file of contracts/schema holds by its path; null for one that holds no message of a contract. */
export function contractFileId(path: string): { contract: string; version: number; message: string } | null {
  const [, contract, version, message] = /^([a-z]+)-v([0-9]+)\/(.+)\.json$/.exec(path) ?? [];
  return contract === undefined ? null : { contract, version: Number(version), message };
}

/** The axis whose state a file of contracts/schema describes; null for one that describes none. */
export function stateAxis(path: string): string | null {
  return /^modules\/(.+)-state\.json$/.exec(path)?.[1] ?? null;
}

/** @throws Error for a schema of a state without a version */
export function stateVersion(path: string, { properties }: JsonSchema): number {
  const version = properties && isSchema(properties.version) ? properties.version.const : undefined;
  if (typeof version !== 'number') {
    throw new Error(`contracts/schema/${path}: a state needs a version, as \`version: z.literal(1)\` in its schema`);
  }
  return version;
}
