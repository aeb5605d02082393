import { ApplicationFailure } from '@temporalio/activity';
import type { z } from 'zod';
import { issuesText } from '../../contracts/issues.js';

/** A request to a module that is refused for good: the same one would be again. */
export function refusedRequest(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, 'InvalidRequest');
}

/**
 * @param what cannot read it otherwise, for people
 * @throws ApplicationFailure, for good, where the argument has not the contract's form
 */
export function parseRequest<Schema extends z.ZodType>(
  what: string,
  schema: Schema,
  argument: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(argument);
  if (parsed.success) return parsed.data;
  throw refusedRequest(`${what} cannot read its request: ${issuesText(parsed.error)}`);
}
