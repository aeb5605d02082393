import { areDisjoint, propertyOf } from './disjoint.js';
import { keywordPlace, placeOf, type Place } from './finding.js';
import { assertions, partOf, portionOf, resolved, target, type JsonSchema, type Part } from './json-schema.js';
import { nearest } from './likeness.js';
import { limitPlaces, longest } from './limits.js';
import { equal, typesOf, valuesOf } from './values.js';

/**
 * Pairs of schemas, by their places, that are taken for contained while they are looked into: an instance is finite, so
 * what is found further inside it decides.
 */
interface Pairs {
  /** Of what surrounds the present value of the instance. */
  outside: ReadonlySet<string>;
  /** Of the present value: coming back to one proves nothing. */
  here: ReadonlySet<string>;
  /** Whether a reference means the same in both documents. */
  sameReferences: boolean;
}

/** One of the things that a schema says, all of which hold of an instance. */
type Clause =
  { kind: 'part' | 'plain'; part: Part } | { kind: 'union'; part: Part; members: Part[]; exactlyOne: boolean };

/**
 * Where what one schema allows is not certain to be allowed by another: nowhere where every instance of the first is
 * one of the second. It may name places though there is no such instance, but never the other way round: what it does
 * not understand counts as refused, unless it is the same in both.
 *
 * @param writer JSON Schema of what is written
 * @param reader of what is read
 * @throws Error for a reference that leads out of its document
 */
export function refusals(writer: JsonSchema, reader: JsonSchema): Place[] {
  const whole = (schema: JsonSchema): Part => ({ schema, pointer: '', document: schema });
  return between(whole(writer), whole(reader), {
    outside: new Set(),
    here: new Set(),
    sameReferences: haveSameReferences(writer, reader),
  });
}

function between(from: Part, to: Part, pairs: Pairs): Place[] {
  const [writer, reader] = [resolved(from), resolved(to)];
  const pair = [writer, reader].map(({ pointer, portion = '' }) => `${pointer} (${portion})`).join(' ');
  if (pairs.outside.has(pair) || areSame(writer, reader, pairs)) return [];
  if (pairs.here.has(pair)) return [placeOf(writer, reader, { kind: 'alternative', schema: writer.schema })];
  const within = { ...pairs, here: new Set([...pairs.here, pair]) };
  return clauses(reader).flatMap((clause) =>
    clause.kind === 'part' ? between(writer, clause.part, within) : against(writer, clause, within),
  );
}

function haveSameReferences(writer: JsonSchema, reader: JsonSchema): boolean {
  if (!equal(writer.$defs ?? {}, reader.$defs ?? {})) return false;
  // A document may refer to itself as a whole.
  return equal(writer, reader) || !JSON.stringify([writer, reader]).includes('"$ref":"#"');
}

/** Whether they read the same, what they refer to included. */
function areSame(writer: Part, reader: Part, { sameReferences }: Pairs): boolean {
  const said = ({ schema }: Part): object => Object.fromEntries(assertions(schema).map((key) => [key, schema[key]]));
  if (!equal(said(writer), said(reader))) return false;
  return sameReferences || !JSON.stringify(writer.schema).includes('"$ref"');
}

function clauses(part: Part): Clause[] {
  const { $ref, allOf = [], anyOf, oneOf, ...rest } = part.schema;
  const found: Clause[] = allOf.map((member, i) => ({ kind: 'part', part: partOf(part, member, 'allOf', i) }));
  if ($ref !== undefined) found.push({ kind: 'part', part: target(part) });
  for (const [keyword, members] of Object.entries({ anyOf, oneOf })) {
    if (!members) continue;
    found.push({
      kind: 'union',
      part: portionOf(part, { [keyword]: members }, keyword),
      members: members.map((member, i) => partOf(part, member, keyword, i)),
      exactlyOne: keyword === 'oneOf',
    });
  }
  if (assertions(rest).length > 0) found.push({ kind: 'plain', part: portionOf(part, rest, 'plain') });
  return found;
}

/** It is enough that one thing that the writer's schema says makes sure of what the reader's says. */
function against(writer: Part, clause: Exclude<Clause, { kind: 'part' }>, pairs: Pairs): Place[] {
  const found = clauses(writer);
  if (found.length === 0) found.push({ kind: 'plain', part: portionOf(writer, {}, 'plain') });
  let fewest: Place[] | null = null;
  for (const one of found) {
    const places =
      one.kind === 'part'
        ? between(one.part, clause.part, pairs)
        : one.kind === 'union'
          ? one.members.flatMap((member) => between(member, clause.part, pairs))
          : clause.kind === 'union'
            ? intoUnion(one.part, clause, pairs)
            : plainly(one.part, clause.part, pairs);
    if (!fewest || places.length < fewest.length) fewest = places;
  }
  return fewest!;
}

/** Each value or type that the writer may write, into one of the reader's alternatives. */
function intoUnion(writer: Part, { part, members, exactlyOne }: Clause & { kind: 'union' }, pairs: Pairs): Place[] {
  return atoms(writer).flatMap((atom) => {
    const results = members.map((member) => ({ member, places: between(atom, member, pairs) }));
    const fitting = results.filter(({ places }) => places.length === 0);
    const alone = (one: Part): boolean => members.every((other) => other === one || areDisjoint(atom, other));
    if (exactlyOne ? fitting.some(({ member }) => alone(member)) : fitting.length > 0) return [];
    const alike = fitting.length === 0 ? nearest(atom, members) : null;
    if (alike) return results.find(({ member }) => member === alike)!.places;
    return [placeOf(atom, part, { kind: 'alternative', schema: atom.schema })];
  });
}

function atoms(part: Part): Part[] {
  const { enum: _enum, const: _const, ...rest } = part.schema;
  const values = valuesOf(part.schema);
  if (values) {
    return values.map((value) => portionOf(part, { ...rest, const: value as string }, JSON.stringify(value)));
  }
  return typesOf(part.schema).map((type) => portionOf(part, { ...rest, type }, type));
}

function plainly(writer: Part, reader: Part, pairs: Pairs): Place[] {
  const inside = { ...pairs, outside: new Set([...pairs.outside, ...pairs.here]), here: new Set<string>() };
  // Of values that are named, all has been said.
  const types = valuesOf(writer.schema) ? [] : typesOf(writer.schema);
  return [
    ...limitPlaces(writer, reader),
    ...(types.includes('object') ? objectPlaces(writer, reader, inside) : []),
    ...(types.includes('array') ? arrayPlaces(writer, reader, inside) : []),
  ];
}

function objectPlaces(writer: Part, reader: Part, pairs: Pairs): Place[] {
  const [w, r] = [writer.schema, reader.schema];
  const places = (r.required ?? [])
    .filter((name) => !w.required?.includes(name))
    .map((name) => placeOf(writer, reader, { kind: 'missing', name }));
  const names = new Set([...Object.keys(w.properties ?? {}), ...Object.keys(r.properties ?? {})]);
  for (const name of names) {
    const [from, to] = [propertyOf(writer, name), propertyOf(reader, name)];
    if (isNever(from)) continue;
    if (isNever(to)) places.push(placeOf(writer, reader, { kind: 'unknown', name }));
    else places.push(...between(from, to, pairs));
  }
  return [...places, ...otherPropertyPlaces(writer, reader, pairs), ...namePlaces(writer, reader, pairs)];
}

function otherPropertyPlaces(writer: Part, reader: Part, pairs: Pairs): Place[] {
  const [from, to] = [writer, reader].map((part) =>
    partOf(part, part.schema.additionalProperties, 'additionalProperties'),
  );
  if (isNever(from)) return [];
  return isNever(to) ? [keywordPlace(writer, reader, 'additionalProperties')] : between(from, to, pairs);
}

/** Every name that the writer may use is one that the reader takes: by the names themselves, or by what limits them. */
function namePlaces(writer: Part, reader: Part, pairs: Pairs): Place[] {
  const [w, r] = [writer.schema, reader.schema];
  if (r.propertyNames === undefined) return [];
  const to = partOf(reader, r.propertyNames, 'propertyNames');
  const from = partOf(writer, w.propertyNames, 'propertyNames');
  const limited = portionOf(from, { type: 'string', ...from.schema }, 'of strings');
  const places = between(limited, to, pairs);
  if (places.length === 0 || w.additionalProperties !== false) return places;
  const declared = portionOf(from, { enum: Object.keys(w.properties ?? {}) }, 'declared');
  return between(declared, to, pairs).length === 0 ? [] : places;
}

function arrayPlaces(writer: Part, reader: Part, pairs: Pairs): Place[] {
  const most = longest(writer.schema);
  const declared = Math.max(...[writer, reader].map(({ schema }) => schema.prefixItems?.length ?? 0));
  const places: Place[] = [];
  // The first index past those that are declared stands for all that follow.
  for (let i = 0; i <= declared && i < most; i++) {
    const [from, to] = [itemOf(writer, i), itemOf(reader, i)];
    if (isNever(from)) break;
    if (isNever(to)) places.push(keywordPlace(writer, reader, 'items'));
    else places.push(...between(from, to, pairs));
  }
  return places;
}

function itemOf(part: Part, index: number): Part {
  const { prefixItems = [], items } = part.schema;
  return index < prefixItems.length
    ? partOf(part, prefixItems[index], 'prefixItems', index)
    : partOf(part, items, 'items');
}

function isNever({ schema }: Part): boolean {
  return valuesOf(schema)?.length === 0;
}
