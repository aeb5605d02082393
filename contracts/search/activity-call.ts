import { z } from 'zod';

/**
 * Input of the workflow `callActivity`, which calls an activity once, without a retry: `coaxial check` uses it to reach
 * a module's workers.
 */
export const activityCallSchema = z.strictObject({
  /** The activity's type name. */
  activity: z.string().min(1),
  queue: z.string().min(1),
  argument: z.json(),
  /** Limit for the call once a worker has taken it. */
  timeoutSeconds: z.number().positive(),
  /** Limit for the wait in its queue. */
  scheduleToStartSeconds: z.number().positive(),
});
export type ActivityCall = z.infer<typeof activityCallSchema>;

/**
 * The end of the call. `refused`: it failed and must not be retried; `failed`: it can be retried; `untaken`: no worker
 * took it; `silent`: its worker sent no heartbeat; `late`: it exceeded its time limit; `cancelled`: it was cancelled.
 */
export const activityOutcomeSchema = z.union([
  z.strictObject({ answer: z.json() }),
  z.strictObject({
    failure: z.enum(['refused', 'failed', 'untaken', 'silent', 'late', 'cancelled']),
    message: z.string(),
  }),
]);
export type ActivityOutcome = z.infer<typeof activityOutcomeSchema>;

/** Type of that workflow. */
export const CALL_ACTIVITY = 'callActivity';
