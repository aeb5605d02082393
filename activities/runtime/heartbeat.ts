import { Context } from '@temporalio/activity';

/** How often an activity tells the server that it is alive, in ms; cancellation comes with the answer. */
export const HEARTBEAT_MS = 500;

/** Runs an activity's body, telling the server all the while that it is alive. */
export async function heartbeating<T>(body: (activity: Context) => Promise<T>): Promise<T> {
  const activity = Context.current();
  const beat = setInterval(() => activity.heartbeat(), HEARTBEAT_MS);
  try {
    return await body(activity);
  } finally {
    clearInterval(beat);
  }
}
