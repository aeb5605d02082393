import { z } from 'zod';

/** What is predicted: one of two classes, one of many, or a number. */
export const taskSchema = z.enum(['binary', 'multiclass', 'regression']);
/** What is predicted: one of two classes, one of several, or a number. */
export type Task = z.infer<typeof taskSchema>;

/** Sizes of a learning problem, from which a paradigm declares its search space and its cost. */
export const problemShapeSchema = z.strictObject({
  task: taskSchema,
  /** Rows that a fit sees in the search (the training part of a fold). */
  rows: z.int().min(1),
  /** Input columns of the table, the target left out, before any transform. */
  columns: z.int().min(1),
  /** Number of classes; 0 for regression. */
  classes: z.int().min(0),
});
export type ProblemShape = z.infer<typeof problemShapeSchema>;
