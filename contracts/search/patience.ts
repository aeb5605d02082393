import { z } from 'zod';

const seconds = z
  .number()
  .positive()
  .max(24 * 3600);

/** How long a search waits for the workers of a module, or of trials, in seconds. */
export const patienceSchema = z.strictObject({
  /** A worker whose activity sends no heartbeat for so long is taken for lost. (Trials: `trials.heartbeatSeconds`.) */
  heartbeatSeconds: seconds.default(5),
  /** People are told that nobody takes a call where it has lain in its queue for so long. */
  unservedSeconds: seconds.default(5),
  /** A search that may (`onTrouble: skip`) goes on without a module that nobody has served for so long. */
  leaveOutSeconds: seconds.default(30),
});
export type Patience = z.infer<typeof patienceSchema>;

/** Where a call's route has none. */
export const DEFAULT_PATIENCE: Patience = patienceSchema.parse({});
