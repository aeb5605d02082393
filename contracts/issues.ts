import type { z } from 'zod';

/** What a schema found wrong, on one line: `field: what was wrong; field: …`. */
export function issuesText(error: z.ZodError, within = ''): string {
  return error.issues
    .map(({ path, message }) => {
      const where = [...(within === '' ? [] : [within]), ...path.map(String)].join('.');
      return where === '' ? message : `${where}: ${message}`;
    })
    .join('; ');
}
