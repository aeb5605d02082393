/**
 * Kinds of errors that the user can correct. They end a search at once and are never retried; the code becomes the
 * `type` of Temporal's ApplicationFailure.
 */
export type UserErrorCode =
  | 'InvalidInput' // a field of the search's input, or an option of the command line
  | 'InvalidData' // the file: not there, not text, ragged, no rows, …
  | 'InvalidTarget' // the target column: absent, one value, too few rows, …
  | 'InvalidSettings' // temporal.yaml
  | 'InvalidModel' // a model folder that cannot be read by this release
  | 'InvalidState' // an axis was given a state that is not its own
  | 'NoModel' // no trial could be completed
  | 'NoPredictions' // the team that serves a model's paradigm could not predict with it
  | 'ServerUnavailable'; // no Temporal server could be found or started

/** An error caused by input: one line that says what is wrong, where, and how to correct it. */
export class UserError extends Error {
  override readonly name = 'UserError';

  constructor(
    readonly code: UserErrorCode,
    message: string,
  ) {
    super(message);
  }
}
