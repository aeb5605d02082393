import { z } from 'zod';

/**
 * When an activity's last attempt worked: its worker's clock at the start (ms since 1970 UTC), and how long by a clock
 * that stands still while the machine sleeps (s). Budgets in time are counted from these.
 */
export const spanSchema = z.strictObject({ startMs: z.number(), seconds: z.number().min(0) });
export type Span = z.infer<typeof spanSchema>;
