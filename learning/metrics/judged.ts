import type { Task } from '../../contracts/task.js';

export interface Judged {
  task: Task;
  /** Class codes or values, one a row. */
  truth: Float64Array;
  /** Row-major: rows × classes probabilities, or rows × 1 values. */
  predictions: Float64Array;
  /** Number of classes; 0 for regression. */
  classes: number;
  /** The code of the positive class of binary F1, see `positiveClass`. */
  positive?: number;
}
