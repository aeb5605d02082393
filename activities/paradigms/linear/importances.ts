import { momentsOf } from '../../../learning/linear/design.js';
import type { LinearFunctions } from '../../../learning/linear/functions.js';
import { columnOf, type Matrix } from '../../../learning/arrays/matrix.js';

/**
 * |coefficient| · standard deviation of each column, summed over the outputs: the change of the outputs for a typical
 * change of the column. Of sum 1, or all 0.
 *
 * @param weights of the rows, of sum 1
 */
export function importancesOf({ coefficients }: LinearFunctions, x: Matrix, weights: Float64Array): Float64Array {
  const importances = new Float64Array(x.columns);
  coefficients.forEach((coefficient, i) => (importances[i % x.columns] += Math.abs(coefficient)));
  for (let j = 0; j < x.columns; j++) {
    if (importances[j] > 0) importances[j] *= momentsOf(columnOf(x, j), weights).deviation;
  }
  const total = importances.reduce((a, b) => a + b, 0);
  return total > 0 ? importances.map((value) => value / total) : importances.fill(0);
}
