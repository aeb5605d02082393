import { minimiseScalar } from '../../../learning/numeric/minimise-scalar.js';

const HOTTEST = Math.log(1e-4);
const COLDEST = Math.log(4);
/** Bounds of the power's logarithm. */
const TOLERANCE = 0.005;

/**
 * The power of the likelihoods before they are multiplied by the prior, chosen by log loss on rows that the likelihoods
 * were not estimated from. Naive Bayes counts correlated evidence several times, so its likelihoods are overconfident;
 * one inverse temperature corrects this (Guo et al., On Calibration of Modern Neural Networks, 2017). The loss is
 * convex in it, so a search over its logarithm finds the minimum.
 *
 * @param logLikelihood row-major, rows × classes
 * @returns a power within [1e-4, 4]
 */
export function fitPower(
  logLikelihood: Float64Array,
  logPrior: Float64Array,
  y: Float64Array,
  weights: Float64Array | null,
): number {
  const loss = (logPower: number) => logLoss(logLikelihood, logPrior, y, weights, Math.exp(logPower));
  return Math.exp(minimiseScalar(loss, HOTTEST, COLDEST, TOLERANCE));
}

function logLoss(
  logLikelihood: Float64Array,
  logPrior: Float64Array,
  y: Float64Array,
  weights: Float64Array | null,
  power: number,
): number {
  const classes = logPrior.length;
  let loss = 0;
  for (let r = 0; r < y.length; r++) {
    const from = r * classes;
    let top = -Infinity;
    for (let c = 0; c < classes; c++) top = Math.max(top, logPrior[c] + power * logLikelihood[from + c]);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp(logPrior[c] + power * logLikelihood[from + c] - top);
    const own = logPrior[y[r]] + power * logLikelihood[from + y[r]];
    loss += (weights ? weights[r] : 1) * (top + Math.log(sum) - own);
  }
  return loss;
}

/** Turns log-likelihoods (row-major, rows × classes) into probabilities, in place. */
export function toProbabilities(logLikelihood: Float64Array, logPrior: Float64Array, power: number): void {
  const classes = logPrior.length;
  for (let from = 0; from < logLikelihood.length; from += classes) {
    let top = -Infinity;
    for (let c = 0; c < classes; c++) {
      logLikelihood[from + c] = logPrior[c] + power * logLikelihood[from + c];
      top = Math.max(top, logLikelihood[from + c]);
    }
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += logLikelihood[from + c] = Math.exp(logLikelihood[from + c] - top);
    for (let c = 0; c < classes; c++) logLikelihood[from + c] /= sum;
  }
}
