import type { OutOfBag } from './fit-forest.js';

const COLDEST = Math.log(8);
const HOTTEST = Math.log(1 / 8);
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Rows that a power is fitted on at most: one number needs no more. */
const MOST_ROWS = 20_000;

/** Share of the rows' weight in each class, by Laplace's rule: never 0. */
export function classPrior(y: Float64Array, weights: Float64Array | null, classes: number): Float64Array {
  const prior = new Float64Array(classes).fill(1);
  let total = classes;
  for (let r = 0; r < y.length; r++) {
    const weight = weights ? weights[r] : 1;
    prior[y[r]] += weight;
    total += weight;
  }
  return prior.map((weight) => weight / total);
}

/**
 * Turns sums over trees into probabilities, in place: their mean, with one more tree that says the prior (so that none
 * is 0), raised to a power and scaled to sum 1.
 *
 * @param sums row-major, rows × classes
 * @param trees the number of trees in the sums
 */
export function toProbabilities(sums: Float64Array, trees: number, prior: Float64Array, power: number): void {
  const classes = prior.length;
  for (let from = 0; from < sums.length; from += classes) {
    let total = 0;
    for (let c = 0; c < classes; c++) {
      const share = (sums[from + c] + prior[c]) / (trees + 1);
      total += sums[from + c] = power === 1 ? share : share ** power;
    }
    for (let c = 0; c < classes; c++) sums[from + c] /= total;
  }
}

/**
 * The power of a forest's probabilities (`toProbabilities`) that has the least log loss on rows that its trees did not
 * see. A mean of trees is drawn towards even odds, the more so the more classes there are; one inverse temperature
 * corrects that (Guo et al., On Calibration of Modern Neural Networks, 2017). The loss is convex in the power.
 *
 * @returns a power within [1/8, 8]; 1 where no row was left out
 */
export function powerOutOfBag(
  bag: OutOfBag,
  y: Float64Array,
  weights: Float64Array | null,
  prior: Float64Array,
): number {
  const logs = logsOutOfBag(bag, y, prior);
  if (logs.rows.length === 0) return 1;
  const loss = (logPower: number) => lossAt(logs, weights, prior.length, Math.exp(logPower));
  let low = HOTTEST;
  let high = COLDEST;
  let left = high - GOLDEN * (high - low);
  let right = low + GOLDEN * (high - low);
  let lossLeft = loss(left);
  let lossRight = loss(right);
  while (high - low > 0.01) {
    if (lossLeft <= lossRight) {
      high = right;
      [right, lossRight] = [left, lossLeft];
      left = high - GOLDEN * (high - low);
      lossLeft = loss(left);
    } else {
      low = left;
      [left, lossLeft] = [right, lossRight];
      right = low + GOLDEN * (high - low);
      lossRight = loss(right);
    }
  }
  return Math.exp((low + high) / 2);
}

/** Log-probabilities of each row's classes less that of its own class; and which row it is. */
interface Logs {
  readonly rows: Int32Array;
  readonly logs: Float64Array;
}

function logsOutOfBag({ sums, trees }: OutOfBag, y: Float64Array, prior: Float64Array): Logs {
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
  return { rows: Int32Array.from(rows), logs };
}

function lossAt({ rows, logs }: Logs, weights: Float64Array | null, classes: number, power: number): number {
  let loss = 0;
  for (let i = 0; i < rows.length; i++) {
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp(power * logs[i * classes + c]);
    loss += (weights ? weights[rows[i]] : 1) * Math.log(sum);
  }
  return loss;
}
