import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';
import canonicalizeModule from 'canonicalize';
import { z } from 'zod';

// A CommonJS module whose types claim an ES default export.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined;

/** JSON as it survives a Temporal payload: no NaN, no Infinity, no undefined, no typed array. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export const jsonSchema: z.ZodType<Json> = z.json();

/** Most nested levels of a payload: most code that processes one is recursive. */
export const MOST_LEVELS = 200;

/** Whether a value from JSON has more levels than this. */
export function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) return true;
    level = level.flatMap((one): unknown[] => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}

/**
 * Canonical JSON (RFC 8785): the same text for the same value, whatever the order of its keys.
 *
 * @throws TypeError for a value that JSON cannot carry (NaN, Infinity, undefined at the root).
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('undefined has no JSON form');
  return text;
}

/** SHA-256 of a value's canonical JSON, as 64 hexadecimal digits. */
export function hashJson(value: unknown): string {
  return hashText(canonicalJson(value));
}

/** SHA-256 of a text, as 64 hexadecimal digits. */
export function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** A 32-bit seed that depends on all given parts; one of them is the purpose of the seed. */
export function deriveSeed(...parts: (string | number)[]): number {
  return Number.parseInt(hashJson(parts).slice(0, 8), 16) >>> 0;
}
