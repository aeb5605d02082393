import { z } from 'zod';
import { paradigmIdSchema } from '../../contracts/paradigm.js';
import { trialKeySchema } from '../../contracts/trial.js';
import { changeSchema } from '../../optimizers/transforms/change.js';

export const transformsStateSchema = z.strictObject({
  /** The paradigm that the labels were tried for; null before the first step. */
  paradigm: paradigmIdSchema.nullable(),
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
  paradigm: null,
  phase: 'type-wide',
  asked: [],
  before: null,
  labels: [],
  tried: '',
  trials: 0,
};
