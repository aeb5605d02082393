import { ApplicationFailure } from '@temporalio/activity';
import { UserError } from '../../contracts/errors.js';

/** Runs an activity's body; what a person can mend becomes a failure that is not retried, its code the type. */
export async function withUserErrors<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof UserError) throw ApplicationFailure.nonRetryable(error.message, error.code);
    throw error;
  }
}
