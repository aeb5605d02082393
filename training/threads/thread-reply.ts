import { fileURLToPath } from 'node:url';
import { UserError, type UserErrorCode } from '../../contracts/errors.js';

/**
 * A thread's answer. Errors lose their class between threads, so UserErrors are marked; errors cannot be sent between
 * processes, so others are sent as their message.
 */
export type ThreadReply<Result> =
  { result: Result } | { userError: { code: UserErrorCode; message: string } } | { error: string };

/** The result of a reply. @throws UserError as the job threw it; Error with the message of another error */
export function resultOf<Result>(reply: ThreadReply<Result>): Result {
  if ('error' in reply) throw new Error(reply.error);
  if ('userError' in reply) throw new UserError(reply.userError.code, reply.userError.message);
  return reply.result;
}

/** Runs a job's function in a thread, and its UserErrors into replies. */
export async function replyOf<Result>(body: () => Promise<Result>): Promise<ThreadReply<Result>> {
  try {
    return { result: await body() };
  } catch (error) {
    if (error instanceof UserError) return { userError: { code: error.code, message: error.message } };
    throw error;
  }
}

/** Makes the file of a thread usable as a process: it takes one job as a message, answers, and ends. */
export function serveProcess<Job>(url: string, run: (job: Job) => Promise<ThreadReply<unknown>>): void {
  if (process.argv[1] !== fileURLToPath(url)) return;
  process.once('message', (job: Job) => {
    void run(job)
      .catch((error: Error) => ({ error: error.message }))
      .then((reply) => process.send?.(reply));
  });
}
