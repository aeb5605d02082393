import { ApplicationFailure, Context } from '@temporalio/activity';
import { UserError } from '../../contracts/errors.js';
import { LOST_TRIALS } from '../../contracts/search/trial-activities.js';
import { TrialsLost } from '../../storage/lost-trials.js';
import { StepLost } from '../../storage/searches.js';

/** Attempts after which a file counts as lost: a file of another machine can take some seconds to become visible. */
export const FILE_PATIENCE = 4;

/**
 * Runs an activity's body. A UserError becomes a non-retryable failure with its code as the type. Lost trials become a
 * failure with their keys, and the workflow trains them again.
 */
export async function withUserErrors<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof UserError) throw ApplicationFailure.nonRetryable(error.message, error.code);
    if (error instanceof TrialsLost) throw ApplicationFailure.nonRetryable(error.message, LOST_TRIALS, error.keys);
    if (error instanceof StepLost && Context.current().info.attempt >= FILE_PATIENCE) {
      throw ApplicationFailure.nonRetryable(error.message, error.name);
    }
    throw error;
  }
}
