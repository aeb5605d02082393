import { z } from 'zod';

/** The issues found by a schema, on one line: `field: what is wrong; field: …`. */
export function issuesText(error: z.ZodError, within = ''): string {
  return textOf(error.issues, within);
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Of a union: what each of its options found wrong. */
  readonly errors?: readonly (readonly Issue[])[];
}

function textOf(issues: readonly Issue[], within = ''): string {
  return issues
    .flatMap(ofOption)
    .map(({ path, message }) => {
      const where = [...(within === '' ? [] : [within]), ...path.map(String)].join('.');
      return where === '' ? message : `${where}: ${message}`;
    })
    .join('; ');
}

/** What zod says of a union that has no message of its own. */
const NO_OPTION = 'Invalid input';

/** What is wrong within the option of a union that was most likely meant: the one that was read deepest. */
function ofOption(issue: Issue): Issue[] {
  if (issue.message !== NO_OPTION) return [issue];
  const options = (issue.errors ?? []).map((issues) => ({
    issues: issues.flatMap(ofOption),
    depth: Math.max(...issues.map(({ path }) => path.length)),
  }));
  const [best] = options.sort((a, b) => b.depth - a.depth || a.issues.length - b.issues.length);
  if (!best || best.depth < 1) return [issue];
  return best.issues.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
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
