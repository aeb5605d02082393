import type { JsonSchema, Part } from './json-schema.js';

/** What a writer's schema allows and a reader's refuses. */
export type Finding =
  /** A property that the reader refuses. */
  | { kind: 'unknown'; name: string }
  /** A property that the reader needs and the writer may leave out. */
  | { kind: 'missing'; name: string }
  /** One of the writer's alternatives, like which the reader has none, or more than one where exactly one must hold. */
  | { kind: 'alternative'; schema: JsonSchema }
  /** A keyword with its values; undefined if there is none. */
  | { kind: 'keyword'; keyword: string; writer: unknown; reader: unknown };

/** A finding with its JSON pointers into the writer's document and into the reader's. */
export interface Place {
  writer: string;
  reader: string;
  finding: Finding;
}

export function placeOf(writer: Part, reader: Part, finding: Finding): Place {
  return { writer: writer.pointer, reader: reader.pointer, finding };
}

export function keywordPlace(writer: Part, reader: Part, keyword: string): Place {
  const [w, r] = [writer.schema[keyword], reader.schema[keyword]];
  return placeOf(writer, reader, { kind: 'keyword', keyword, writer: w, reader: r });
}
