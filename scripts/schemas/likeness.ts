import { isSchema, own, resolved, type JsonSchema, type Part } from './json-schema.js';
import { typesOf } from './values.js';

/** Of a reader's alternatives, the one that a writer's was most likely made from; null if there is none like it. */
export function nearest(writer: Part, alternatives: readonly Part[]): Part | null {
  const { schema } = resolved(writer);
  const [best] = alternatives
    .map((part) => ({ part, likeness: likeness(schema, resolved(part).schema) }))
    .filter((one) => one.likeness > 0)
    .sort((a, b) => b.likeness - a.likeness);
  return best?.part ?? null;
}

/** Of one type; of objects, those first that share tags (properties of one value), never those whose tags differ. */
function likeness(a: JsonSchema, b: JsonSchema): number {
  const types = typesOf(b);
  if (!typesOf(a).every((type) => types.includes(type))) return 0;
  const names = Object.keys(a.properties ?? {}).filter((name) => own(b.properties, name) !== undefined);
  const tags = names
    .map((name) => [tagOf(a.properties![name]), tagOf(b.properties![name])])
    .filter(([one, other]) => one !== undefined && other !== undefined);
  return tags.some(([one, other]) => one !== other) ? 0 : 1 + names.length + 1000 * tags.length;
}

function tagOf(schema: unknown): unknown {
  return isSchema(schema) ? schema.const : undefined;
}
