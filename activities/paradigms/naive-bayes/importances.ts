import { BINARY, GAUSSIAN, type Layout } from './layout.js';
import type { Statistics } from './statistics.js';

/**
 * Information that each column gives of the class under the model's own distributions, of sum 1 (or all 0): for a
 * Gaussian column ½ log(variance) minus its mean over the classes, for a two-valued one its mutual information.
 *
 * @param smoothing share of the whole variance added to a class's, as in the model
 */
export function importancesOf(s: Statistics, layout: Layout, classes: number, smoothing: number): Float64Array {
  const importances = new Float64Array(layout.kind.length);
  for (let j = 0; j < importances.length; j++) {
    if (layout.kind[j] === GAUSSIAN) importances[j] = gaussianInformation(s, j, classes, smoothing);
    else if (layout.kind[j] === BINARY) importances[j] = binaryInformation(s, j, classes);
  }
  const total = importances.reduce((a, b) => a + b, 0);
  return total > 0 ? importances.map((value) => value / total) : importances.fill(0);
}

function gaussianInformation(s: Statistics, j: number, classes: number, smoothing: number): number {
  let weight = 0;
  let sum = 0;
  let squares = 0;
  for (let i = j * classes; i < (j + 1) * classes; i++) {
    weight += s.weight[i];
    sum += s.sum[i];
    squares += s.squares[i];
  }
  const variance = weight > 0 ? squares / weight - (sum / weight) ** 2 : 0;
  if (!(variance > 0)) return 0;
  let information = 0;
  for (let i = j * classes; i < (j + 1) * classes; i++) {
    if (!(s.weight[i] > 0)) continue;
    const own = Math.max(0, s.squares[i] / s.weight[i] - (s.sum[i] / s.weight[i]) ** 2);
    information -= ((s.weight[i] / weight) * Math.log((own + smoothing * variance) / ((1 + smoothing) * variance))) / 2;
  }
  return Number.isFinite(information) ? Math.max(0, information) : 0;
}

function binaryInformation(s: Statistics, j: number, classes: number): number {
  let weight = 0;
  let upper = 0;
  for (let i = j * classes; i < (j + 1) * classes; i++) {
    weight += s.weight[i];
    upper += s.sum[i];
  }
  if (!(weight > 0)) return 0;
  let information = 0;
  for (let i = j * classes; i < (j + 1) * classes; i++) {
    information += term(s.sum[i] / weight, upper / weight, s.weight[i] / weight);
    information += term((s.weight[i] - s.sum[i]) / weight, 1 - upper / weight, s.weight[i] / weight);
  }
  return Math.max(0, information);
}

/** One term of a mutual information: p log(p / (a b)), 0 where p is 0. */
function term(joint: number, a: number, b: number): number {
  return joint > 0 && a > 0 && b > 0 ? joint * Math.log(joint / (a * b)) : 0;
}
