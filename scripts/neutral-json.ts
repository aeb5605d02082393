/** What stands for a text that names this machine. */
export type Replacements = Record<string, string>;

/**
 * A history as JSON, with texts that name the machine replaced: in strings, and inside payloads, whose bytes stand as
 * base64 in `data` beside their `metadata`.
 */
export function neutralJson(value: unknown, replacements: Replacements): unknown {
  if (typeof value === 'string') return replace(value, replacements);
  if (Array.isArray(value)) return value.map((item) => neutralJson(item, replacements));
  if (typeof value !== 'object' || value === null) return value;
  if ('metadata' in value && 'data' in value && typeof value.data === 'string') {
    const text = replace(Buffer.from(value.data, 'base64').toString('utf8'), replacements);
    return { ...value, data: Buffer.from(text, 'utf8').toString('base64') };
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, neutralJson(item, replacements)]));
}

function replace(text: string, replacements: Replacements): string {
  return Object.entries(replacements).reduce((neutral, [from, to]) => neutral.replaceAll(from, to), text);
}
