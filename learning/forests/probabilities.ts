import { classPrior } from '../models/class-prior.js';
import { minimiseScalar } from '../numeric/minimise-scalar.js';
import type { OutOfBag } from './out-of-bag.js';

const COLDEST = Math.log(8);
const HOTTEST = Math.log(1 / 8);
/** Bounds of the power's logarithm. */
const TOLERANCE = 0.005;
/** Most rows that a power is fitted on: more are not needed for one number. */
const MOST_ROWS = 20_000;

/** Parameters of `toProbabilities`. */
export interface Calibration {
  /** A probability above 0 for each class. */
  readonly prior: Float64Array;
  /**
   * Number of trees that predict the prior, added to the forest: one; 0 for a single tree, whose nodes are smoothed
   * already.
   */
  readonly priorTrees: number;
  readonly power: number;
  /** Share of the prior in each probability. */
  readonly doubt: number;
}

/** The class shares by Laplace's rule, a doubt of one row, and a power of 1. */
export function plainCalibration(
  y: Float64Array,
  weights: Float64Array | null,
  classes: number,
  trees: number,
): Calibration {
  const priorTrees = trees > 1 ? 1 : 0;
  if (classes === 0) return { prior: new Float64Array(0), priorTrees, power: 1, doubt: 0 };
  const { shares, rows } = classPrior(y, classes, weights);
  return { prior: Float64Array.from(shares), priorTrees, power: 1, doubt: 1 / (rows + 1) };
}

/**
 * Turns sums over trees into probabilities, in place: their mean raised to a power and scaled to sum 1, then mixed with
 * the prior, so that none is 0.
 *
 * @param sums row-major, rows × classes
 * @param trees the number of trees in the sums
 */
export function toProbabilities(sums: Float64Array, trees: number, calibration: Calibration): void {
  const { prior, priorTrees, power, doubt } = calibration;
  const classes = prior.length;
  for (let from = 0; from < sums.length; from += classes) {
    let total = 0;
    for (let c = 0; c < classes; c++) {
      const share = (sums[from + c] + priorTrees * prior[c]) / (trees + priorTrees);
      total += sums[from + c] = power === 1 ? share : share ** power;
    }
    for (let c = 0; c < classes; c++) sums[from + c] = (1 - doubt) * (sums[from + c] / total) + doubt * prior[c];
  }
}

/**
 * The power with the least log loss on out-of-bag rows. The mean of trees is biased towards equal probabilities, more
 * so with more classes, or is too confident where the target is noise; one inverse temperature corrects both (Guo et
 * al., On Calibration of Modern Neural Networks, 2017).
 */
export function calibrateOutOfBag(
  bag: OutOfBag,
  y: Float64Array,
  weights: Float64Array | null,
  plain: Calibration,
): Calibration {
  const logs = logsOutOfBag(bag, y, weights, plain.prior);
  if (logs.weights.length === 0) return plain;
  // The penalty of a power is its squared logarithm, as the loss of one row: a few rows cannot move it far from 1.
  const loss = (logPower: number) => lossAt(logs, plain, Math.exp(logPower)) + logPower * logPower;
  return { ...plain, power: Math.exp(minimiseScalar(loss, HOTTEST, COLDEST, TOLERANCE)) };
}

/** Log-probabilities of the classes of out-of-bag rows, minus that of the row's own class. */
interface Logs {
  readonly weights: Float64Array;
  readonly own: Int32Array;
  readonly logs: Float64Array;
}

function logsOutOfBag({ sums, trees }: OutOfBag, y: Float64Array, weights: Float64Array | null, prior: Float64Array) {
  const classes = prior.length;
  const step = Math.max(1, Math.floor(y.length / MOST_ROWS));
  const rows: number[] = [];
  for (let r = 0; r < y.length; r += step) if (trees[r] > 0) rows.push(r);
  const logs = new Float64Array(rows.length * classes);
  rows.forEach((row, i) => {
    const log = (c: number) => Math.log((sums[row * classes + c] + prior[c]) / (trees[row] + 1));
    const own = log(y[row]);
    for (let c = 0; c < classes; c++) logs[i * classes + c] = log(c) - own;
  });
  const out: Logs = {
    weights: Float64Array.from(rows, (row) => (weights ? weights[row] : 1)),
    own: Int32Array.from(rows, (row) => y[row]),
    logs,
  };
  return out;
}

function lossAt({ weights, own, logs }: Logs, { prior, doubt }: Calibration, power: number): number {
  const classes = prior.length;
  let loss = 0;
  for (let i = 0; i < weights.length; i++) {
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp(power * logs[i * classes + c]);
    loss -= weights[i] * Math.log((1 - doubt) / sum + doubt * prior[own[i]]);
  }
  return loss;
}
