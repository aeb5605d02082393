import { z } from 'zod';

/** How candidates are scored, made once for a search. The place of each row is in an artifact of its own. */
export const evaluationPlanSchema = z.strictObject({
  /** `holdout`: one validation part, for data that are too large for folds. */
  method: z.enum(['k-fold', 'holdout']),
  /** Fits for one trial; 1 for `holdout`. */
  folds: z.int().min(1),
  /** Rows that no trial sees, read once at the end. */
  holdoutRows: z.int().min(0),
  /** Rows that trials train and are validated on. */
  searchRows: z.int().min(1),
  /** Of the search rows, those that are validated on (all of them for `k-fold`). */
  validationRows: z.int().min(1),
  /** Rows left out of the search because there are too many; the final model is trained on them too. */
  unusedRows: z.int().min(0),
  /** 32-bit seed of the split. */
  seed: z.int().min(0),
});
export type EvaluationPlan = z.infer<typeof evaluationPlanSchema>;
