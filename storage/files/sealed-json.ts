import { z } from 'zod';
import { hashJson } from '../../contracts/json.js';

/** A value as JSON text with the checksum of its canonical form. */
export function sealJson(value: unknown): string {
  return JSON.stringify({ checksum: hashJson(value), value });
}

/** The value of `sealJson`'s text; null if it is torn, altered, or does not fit the schema. */
export function openJson<Schema extends z.ZodType>(schema: Schema, bytes: Uint8Array): z.output<Schema> | null {
  const parsed = envelope.safeParse(parseJson(Buffer.from(bytes).toString('utf8')));
  if (!parsed.success || checksumOf(parsed.data.value) !== parsed.data.checksum) return null;
  const value = schema.safeParse(parsed.data.value);
  return value.success ? value.data : null;
}

const envelope = z.object({ checksum: z.string(), value: z.unknown() });

function checksumOf(value: unknown): string | null {
  return value === undefined ? null : hashJson(value);
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
