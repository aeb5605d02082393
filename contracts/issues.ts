import { z } from 'zod';

/** The issues found by a schema, on one line: `field: what is wrong; field: …`. */
export function issuesText(error: z.ZodError, within = ''): string {
  return textOf(error.issues, within);
}

function textOf(issues: readonly { path: readonly PropertyKey[]; message: string }[], within = ''): string {
  return issues
    .map(({ path, message }) => {
      const where = [...(within === '' ? [] : [within]), ...path.map(String)].join('.');
      return where === '' ? message : `${where}: ${message}`;
    })
    .join('; ');
}

const messageSchema = z
  .array(z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }))
  .min(1);

/**
 * The same of a ZodError's message, which is its issues as JSON.
 *
 * @returns null for any other text
 */
export function issuesInWords(message: string): string | null {
  try {
    const parsed = messageSchema.safeParse(JSON.parse(message));
    return parsed.success ? textOf(parsed.data) : null;
  } catch {
    return null;
  }
}
