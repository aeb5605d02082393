import type { Task } from '../../contracts/task.js';

/** Scores, gradients and Hessians are class-major: output k of row r is at k × rows + r. */
export interface Loss {
  /** Scores a row: trees a round. */
  readonly outputs: number;
  /** The best constant scores. */
  initial(y: Float64Array, weights: Float64Array | null, sample: Int32Array): Float64Array;
  /** First and second derivatives of the loss by each score, of the given rows. */
  derivatives(
    y: Float64Array,
    scores: Float64Array,
    rows: Int32Array,
    gradients: Float64Array,
    hessians: Float64Array,
  ): void;
  /** Sum of the rows' losses, weighted. */
  sum(y: Float64Array, weights: Float64Array | null, scores: Float64Array, rows: Int32Array): number;
  /** Whether the Hessians of unweighted rows are all equal. */
  readonly constantHessian: boolean;
}

/** The loss that each task is boosted on: squared error, logistic, softmax cross-entropy. */
export function lossFor(task: Task, classes: number): Loss {
  if (task === 'regression') return SQUARED;
  return classes === 2 ? LOGISTIC : softmax(classes);
}

/** Rows added to each class count, so that a class without rows has a probability above 0. */
const PRIOR_ROWS = 0.5;
const LEAST_HESSIAN = 1e-16;

/** Half the squared error. */
const SQUARED: Loss = {
  outputs: 1,
  constantHessian: true,
  initial(y, weights, sample) {
    let sum = 0;
    let weight = 0;
    for (const row of sample) {
      const w = weights ? weights[row] : 1;
      sum += w * y[row];
      weight += w;
    }
    return Float64Array.of(weight > 0 ? sum / weight : 0);
  },
  derivatives(y, scores, rows, gradients, hessians) {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      gradients[row] = scores[row] - y[row];
      hessians[row] = 1;
    }
  },
  sum(y, weights, scores, rows) {
    let sum = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      sum += ((weights ? weights[row] : 1) * (scores[row] - y[row]) ** 2) / 2;
    }
    return sum;
  },
};

const LOGISTIC: Loss = {
  outputs: 1,
  constantHessian: false,
  initial(y, weights, sample) {
    const share = classShares(y, weights, sample, 2);
    return Float64Array.of(Math.log(share[1] / share[0]));
  },
  derivatives(y, scores, rows, gradients, hessians) {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      const p = 1 / (1 + Math.exp(-scores[row]));
      gradients[row] = p - y[row];
      hessians[row] = Math.max(p * (1 - p), LEAST_HESSIAN);
    }
  },
  sum(y, weights, scores, rows) {
    let sum = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      const margin = y[row] === 1 ? scores[row] : -scores[row];
      // log(1 + exp(-margin)) without overflow
      const loss = Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(0, -margin);
      sum += (weights ? weights[row] : 1) * loss;
    }
    return sum;
  },
};

function softmax(classes: number): Loss {
  // There is one class score more than there are degrees of freedom (Friedman 2001, algorithm 6).
  const factor = classes / (classes - 1);
  const p = new Float64Array(classes);
  return {
    outputs: classes,
    constantHessian: false,
    initial: (y, weights, sample) => classShares(y, weights, sample, classes).map(Math.log),
    derivatives(y, scores, rows, gradients, hessians) {
      const stride = scores.length / classes;
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i];
        softmaxOf(scores, row, stride, p);
        const truth = y[row];
        for (let k = 0, at = row; k < classes; k++, at += stride) {
          gradients[at] = k === truth ? p[k] - 1 : p[k];
          hessians[at] = Math.max(factor * p[k] * (1 - p[k]), LEAST_HESSIAN);
        }
      }
    },
    sum(y, weights, scores, rows) {
      const stride = scores.length / classes;
      let sum = 0;
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i];
        softmaxOf(scores, row, stride, p);
        sum -= (weights ? weights[row] : 1) * Math.log(Math.max(p[y[row]], Number.MIN_VALUE));
      }
      return sum;
    },
  };
}

/** Probabilities of one row. */
function softmaxOf(scores: Float64Array, row: number, stride: number, out: Float64Array): void {
  let highest = scores[row];
  for (let k = 1, at = row + stride; k < out.length; k++, at += stride) if (scores[at] > highest) highest = scores[at];
  let total = 0;
  for (let k = 0, at = row; k < out.length; k++, at += stride) total += out[k] = Math.exp(scores[at] - highest);
  for (let k = 0; k < out.length; k++) out[k] /= total;
}

function classShares(y: Float64Array, weights: Float64Array | null, sample: Int32Array, classes: number): Float64Array {
  const shares = new Float64Array(classes).fill(PRIOR_ROWS);
  let total = classes * PRIOR_ROWS;
  for (const row of sample) {
    const w = weights ? weights[row] : 1;
    shares[y[row]] += w;
    total += w;
  }
  return shares.map((share) => share / total);
}
