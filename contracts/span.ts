import { z } from 'zod';

/**
 * The time span of an activity's last attempt: its worker's clock at the start (ms since 1970 UTC), and its duration by
 * a clock that stops while the machine sleeps (s). Budgets in time are counted from these.
 */
export const spanSchema = z.strictObject({ startMs: z.number(), seconds: z.number().min(0) });
export type Span = z.infer<typeof spanSchema>;
