import { own, partOf, resolved, target, type Part } from './json-schema.js';
import { equal, includesType, typesOf, valuesOf } from './values.js';

/**
 * Whether it can be shown that nothing is an instance of both: by their types, by the values that they name, or by a
 * property that both would need to have and cannot.
 *
 * @param seen pairs that are being looked at: schemas may hold themselves
 */
export function areDisjoint(first: Part, second: Part, seen: ReadonlySet<string> = new Set()): boolean {
  const [a, b] = [resolved(first), resolved(second)];
  const pair = `${a.pointer} ${a.portion} ${b.pointer} ${b.portion}`;
  if (seen.has(pair)) return false;
  const within = new Set([...seen, pair]);
  const parts = (one: Part): Part[] => [
    ...(one.schema.$ref === undefined ? [] : [target(one)]),
    ...(one.schema.allOf ?? []).map((member, i) => partOf(one, member, 'allOf', i)),
  ];
  // Something that must hold of an instance is enough; of alternatives, each has to be.
  if (parts(a).some((part) => areDisjoint(part, b, within))) return true;
  if (parts(b).some((part) => areDisjoint(a, part, within))) return true;
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const apart = (one: Part, other: Part): boolean =>
      one.schema[keyword]?.every((member, i) => areDisjoint(partOf(one, member, keyword, i), other, within)) ?? false;
    if (apart(a, b) || apart(b, a)) return true;
  }
  return plainlyDisjoint(a, b, within);
}

function plainlyDisjoint(a: Part, b: Part, seen: ReadonlySet<string>): boolean {
  // It makes exceptions to `additionalProperties`, which are not looked at.
  if ([a, b].some(({ schema }) => schema.patternProperties !== undefined)) return false;
  const [values, others] = [valuesOf(a.schema), valuesOf(b.schema)];
  if (values && others) return !values.some((value) => others.some((other) => equal(value, other)));
  const theirs = typesOf(b.schema);
  const ours = typesOf(a.schema);
  const shared = [
    ...ours.filter((type) => includesType(theirs, type)),
    ...theirs.filter((type) => includesType(ours, type)),
  ];
  if (!shared.every((type) => type === 'object')) return false;
  const needed = new Set([...(a.schema.required ?? []), ...(b.schema.required ?? [])]);
  return shared.length === 0 || [...needed].some((name) => areDisjoint(propertyOf(a, name), propertyOf(b, name), seen));
}

/** The schema of an object's property, declared or not. */
export function propertyOf(part: Part, name: string): Part {
  const { properties, additionalProperties } = part.schema;
  const declared = own(properties, name);
  return declared === undefined
    ? partOf(part, additionalProperties, 'additionalProperties')
    : partOf(part, declared, 'properties', name);
}
