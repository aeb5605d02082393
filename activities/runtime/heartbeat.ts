import { Context } from '@temporalio/activity';
import { z } from 'zod';

/** Interval of heartbeats in ms; cancellation comes with the answer. */
export const HEARTBEAT_MS = 500;

/** Heartbeat details for the next attempt. */
const beatSchema = z.object({ lost: z.int().min(0) });

/**
 * Runs an activity's body with heartbeats.
 *
 * @param body is given the number of earlier attempts whose worker was lost, possibly because of its work
 */
export async function heartbeating<T>(body: (activity: Context, lost: number) => Promise<T>): Promise<T> {
  const activity = Context.current();
  const lost = beatSchema.safeParse(activity.info.heartbeatDetails).data?.lost ?? 0;
  // An attempt that ends without an error or result has counted itself.
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
