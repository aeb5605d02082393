import { Context } from '@temporalio/activity';
import { z } from 'zod';

/** How often an activity tells the server that it is alive, in ms; cancellation comes with the answer. */
export const HEARTBEAT_MS = 500;

/** What heartbeats say for the attempt that comes after. */
const beatSchema = z.object({ lost: z.int().min(0) });

/**
 * Runs an activity's body, telling the server all the while that it is alive.
 *
 * @param body is given the number of attempts before this one whose worker was lost in the middle of it: what its work
 *   does may be the cause
 */
export async function heartbeating<T>(body: (activity: Context, lost: number) => Promise<T>): Promise<T> {
  const activity = Context.current();
  const lost = beatSchema.safeParse(activity.info.heartbeatDetails).data?.lost ?? 0;
  // An attempt that ends without a word has counted itself.
  const beat = (): void => activity.heartbeat({ lost: lost + 1 });
  beat();
  const timer = setInterval(beat, HEARTBEAT_MS);
  try {
    return await body(activity, lost);
  } finally {
    clearInterval(timer);
    activity.heartbeat({ lost });
  }
}
