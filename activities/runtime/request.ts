import { ApplicationFailure } from '@temporalio/activity';
import type { z } from 'zod';
import { issuesText } from '../../contracts/issues.js';

/** An invalid request to a module, which is not retried. */
export function refusedRequest(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, 'InvalidRequest');
}

/**
 * @param what name of the module, for the message
 * @throws ApplicationFailure (non-retryable) if the argument does not have the contract's form
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
