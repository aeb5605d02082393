import type { Architecture } from '../../../contracts/candidate/architecture.js';
import type { Point } from '../../../contracts/candidate/space.js';
import type { ProblemShape } from '../../../contracts/task.js';
import { layoutOf } from './network/layout.js';

/** Overhead of a batch in operations: dispatch of kernels, and the optimiser's pass for each weight. */
const PER_STEP = 2e6;
const PER_PARAMETER = 60;

/** Estimated cost of a fit that runs all its epochs: two operations a weight and row forward, four back. */
export function costOf(
  { rows, columns, classes }: ProblemShape,
  { batchSize, maxEpochs, members }: Point,
  architecture: Architecture,
): { work: number; bytes: number } {
  const { size, hidden } = layoutOf(architecture, columns, Math.max(1, classes));
  const batch = Math.min(rows, batchSize as number);
  const steps = Math.ceil(rows / batch);
  const values = hidden.reduce((sum, { layer }) => sum + layer.units, columns + classes);
  return {
    work: (members as number) * (maxEpochs as number) * (6 * size * rows + steps * (PER_STEP + PER_PARAMETER * size)),
    // The scaled rows twice over, the parameters with moments, gradients and best copies, and a batch's tensors.
    bytes: 4 * (2 * rows * columns + (10 + (members as number)) * size + 12 * Math.max(batch, rows / 8) * values),
  };
}
