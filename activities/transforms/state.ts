import { z } from 'zod';
import { trialKeySchema } from '../../contracts/trial.js';
import { changeSchema } from './change.js';

export const transformsStateSchema = z.strictObject({
  phase: z.enum(['type-wide', 'by-column']),
  /** Asked for in the last step: each change with the hash of its candidate. */
  asked: z.array(z.strictObject({ hash: trialKeySchema, changes: z.array(changeSchema).min(1) })),
  /** Scores by fold of what the last step's changes were made to; null before the first. */
  before: z.array(z.number()).nullable(),
  /** Labels of the changes that were tried. */
  labels: z.array(z.string()),
  /** Candidates that were tried, see `TriedSet`. */
  tried: z.string(),
  /** Its trials so far. */
  trials: z.int().min(0),
});
export type TransformsState = z.infer<typeof transformsStateSchema>;

export const FRESH_STATE: TransformsState = {
  phase: 'type-wide',
  asked: [],
  before: null,
  labels: [],
  tried: '',
  trials: 0,
};
