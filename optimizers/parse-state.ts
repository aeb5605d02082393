import type { z } from 'zod';
import { UserError } from '../contracts/errors.js';
import { issuesText } from '../contracts/issues.js';

/** @throws UserError('InvalidState') if it is not a state of this axis; a retry would not help */
export function parseState<Schema extends z.ZodType>(axis: string, schema: Schema, state: unknown): z.output<Schema> {
  const parsed = schema.safeParse(state);
  if (parsed.success) return parsed.data;
  throw new UserError('InvalidState', `axis ${axis} cannot read its state: ${issuesText(parsed.error, 'state')}`);
}
