import { classPrior } from '../models/class-prior.js';
import { minimiseScalar } from '../numeric/minimise-scalar.js';
import type { OutOfBag } from './out-of-bag.js';

const COLDEST = Math.log(8);
const HOTTEST = Math.log(1 / 8);
/** Of the power's logarithm. */
const TOLERANCE = 0.005;
/** Rows that a power is fitted on at most: one number needs no more. */
const MOST_ROWS = 20_000;

/** What turns sums over trees into probabilities, see `toProbabilities`. */
export interface Calibration {
  /** A probability above 0 for each class. */
  readonly prior: Float64Array;
  /** Trees that say the prior, added to those grown: one to a forest, none to a tree, which is smoothed itself. */
  readonly priorTrees: number;
  readonly power: number;
  /** Share of the prior in each probability. */
  readonly doubt: number;
}

/** The classes' shares of the rows by Laplace's rule, as much doubt as one row more would add, and a power of 1. */
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
 * The power that has the least log loss on rows that the trees did not see. A mean of trees is drawn towards even odds,
 * the more so the more classes there are, or is too sure where the target is noise; one inverse temperature corrects
 * either (Guo et al., On Calibration of Modern Neural Networks, 2017).
 */
export function calibrateOutOfBag(
  bag: OutOfBag,
  y: Float64Array,
  weights: Float64Array | null,
  plain: Calibration,
): Calibration {
  const logs = logsOutOfBag(bag, y, weights, plain.prior);
  if (logs.weights.length === 0) return plain;
  // A power is as unlikely as a row's loss of its squared logarithm: it takes more than a few rows to go far from 1.
  const loss = (logPower: number) => lossAt(logs, plain, Math.exp(logPower)) + logPower * logPower;
  return { ...plain, power: Math.exp(minimiseScalar(loss, HOTTEST, COLDEST, TOLERANCE)) };
}

/** Log-probabilities of the classes of rows left out, less that of the row's own class. */
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
