import { ApplicationFailure } from '@temporalio/activity';
import type { z } from 'zod';
import { advanceDocumentSchema, advanceInputSchema, type AdvanceInput } from '../../contracts/axis.js';
import { issuesText } from '../../contracts/issues.js';
import type { ArtifactStore } from '../../storage/artifacts.js';
import { readDocument } from './document.js';

/** @throws ApplicationFailure, for good, where the argument has not the contract's form */
export function parseRequest<Schema extends z.ZodType>(
  axis: string,
  schema: Schema,
  argument: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(argument);
  if (parsed.success) return parsed.data;
  const message = `axis ${axis} cannot read its request: ${issuesText(parsed.error)}`;
  throw ApplicationFailure.nonRetryable(message, 'InvalidRequest');
}

/**
 * The input of a step from an AdvanceDocument.
 *
 * @throws ApplicationFailure, for good, where it has not the contract's form; Error where the store does not have it
 */
export async function readInput(
  artifacts: Pick<ArtifactStore, 'get'>,
  axis: string,
  argument: unknown,
): Promise<AdvanceInput> {
  const { input } = parseRequest(axis, advanceDocumentSchema, argument);
  return parseRequest(axis, advanceInputSchema, await readDocument(artifacts, input));
}
