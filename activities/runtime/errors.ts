import { ApplicationFailure, Context } from '@temporalio/activity';
import { UserError } from '../../contracts/errors.js';
import { LOST_TRIALS } from '../../contracts/search/activities.js';
import { TrialsLost } from '../../storage/lost-trials.js';
import { StepLost } from '../../storage/searches.js';

/** Attempts after which a file is taken for lost: another machine's may take some seconds to be seen. */
export const FILE_PATIENCE = 4;

/**
 * Runs an activity's body; what a person can mend becomes a failure that is not retried, its code the type. Lost trials
 * become one that names them: the workflow has them trained again.
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
