import type { Json } from '../../contracts/json.js';

/** A value as it arrives on the other side of a server. */
export function throughJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** The same JSON with the keys of all objects in reverse order, which has the same meaning. */
export function keysReversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(keysReversed) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, keysReversed<unknown>(item)]);
  return Object.fromEntries(entries.reverse()) as T;
}

/** The first difference of two JSON values, as `path: one, then the other`; null if they are equal. */
export function difference(a: Json | undefined, b: Json | undefined, path = ''): string | null {
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return `${path || 'the answer'}: ${a.length} items, then ${b.length}`;
    return firstDifference(a.keys(), (i) => difference(a[i], b[i], join(path, String(i))));
  }
  if (isObject(a) && isObject(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
    return firstDifference(keys, (key) => difference(a[key], b[key], join(path, key)));
  }
  return Object.is(a, b) ? null : `${path || 'the answer'}: ${shortJson(a)}, then ${shortJson(b)}`;
}

function firstDifference<Key>(keys: Iterable<Key>, at: (key: Key) => string | null): string | null {
  for (const key of keys) {
    const found = at(key);
    if (found !== null) return found;
  }
  return null;
}

const join = (path: string, step: string): string => (path === '' ? step : `${path}.${step}`);

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const LONGEST = 80;

/** A value for people, shortened. */
export function shortJson(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
