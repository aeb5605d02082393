import { ActivityFailure, ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import { z } from 'zod';
import { LOST_TRIALS } from '../../contracts/search/trial-activities.js';
import type { UserErrorCode } from '../../contracts/errors.js';
import { issuesText } from '../../contracts/issues.js';
import { searchIdProblem } from '../../contracts/search/search-id.js';
import { trialKeySchema, type TrialKey } from '../../contracts/candidate/trial.js';
import type { SearchState } from '../policy/state.js';
import { whyNoModel } from '../policy/no-model.js';

/** Ends a workflow for a reason that the user can correct. */
export function userFailure(code: UserErrorCode, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, code);
}

/**
 * Parses a workflow's argument. A zod error would fail the workflow task, which the server retries for ever, so it
 * becomes a failure on one line: `field: what was wrong; field: …`.
 */
export function parseArgument<Schema extends z.ZodType>(
  schema: Schema,
  argument: unknown,
  example: string,
): z.output<Schema> {
  const parsed = schema.safeParse(argument);
  if (parsed.success) return parsed.data;
  throw userFailure('InvalidInput', `Invalid input: ${issuesText(parsed.error)}. An input looks like ${example}`);
}

/** @throws ApplicationFailure of type `InvalidInput` for an invalid id. */
export function checkSearchId(workflowId: string): void {
  const problem = searchIdProblem(workflowId);
  if (problem !== null) throw userFailure('InvalidInput', `workflow id ${JSON.stringify(workflowId)}: ${problem}`);
}

/** Keys of the trials that an activity needs and the store has lost; null for other errors. */
export function lostTrials(error: unknown): TrialKey[] | null {
  // A local activity's failure is not wrapped.
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (!(cause instanceof ApplicationFailure) || cause.type !== LOST_TRIALS) return null;
  return z.array(trialKeySchema).safeParse(cause.details?.[0]).data ?? null;
}

/** The failure of a search without a model. */
export function noModel(state: SearchState): ApplicationFailure {
  return userFailure('NoModel', whyNoModel(state, workflowInfo().workflowId));
}
