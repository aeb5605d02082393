import { z } from 'zod';

/** What the workflow `callActivity` calls, once and without a retry: how `coaxial check` reaches a module's workers. */
export const activityCallSchema = z.strictObject({
  /** The activity's type name. */
  activity: z.string().min(1),
  queue: z.string().min(1),
  argument: z.json(),
  /** Limit for the call once a worker has taken it. */
  timeoutSeconds: z.number().positive(),
  /** How long it may lie in its queue. */
  scheduleToStartSeconds: z.number().positive(),
});
export type ActivityCall = z.infer<typeof activityCallSchema>;

/**
 * What became of it. `refused`: it failed for good; `failed`: it may be tried again; `untaken`: no worker took it;
 * `silent`: its worker gave no sign of life; `late`: it took longer than it may; `cancelled`: it gave up when asked to.
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
