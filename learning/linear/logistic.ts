import type { Matrix } from '../arrays/matrix.js';
import { designOf, type Design } from './design.js';
import { unscaled, type LinearFunctions } from './functions.js';
import { addProduct, addTransposedProduct } from './kernels.js';
import { minimise, type SmoothFunction } from './minimise.js';
import { scaledPenalty, type Penalty } from './penalty.js';

const BLOCK = 512;
const MOST_ITERATIONS = 1000;

/**
 * Minimises the weighted mean log loss + l1 Σ|β| + l2 Σβ² / 2 over linear scores, the intercepts unpenalised. Two
 * classes have one output, the log odds of class 1; more have one each, read by softmax.
 *
 * @param y class codes 0 … classes-1; each class has a row of positive weight
 * @param weights of the rows, of sum 1
 */
export function logisticRegression(
  x: Matrix,
  y: Float64Array,
  weights: Float64Array,
  classes: number,
  penalty: Penalty,
  onProgress?: (done: number) => void,
): LinearFunctions {
  const design = designOf(x, weights, penalty.l2);
  const outputs = classes === 2 ? 1 : classes;
  const stride = design.columns + 1;
  const point = new Float64Array(outputs * stride);
  startAtPriors(point, stride, y, weights, classes);
  const perColumn = scaledPenalty(design, penalty);
  const l1 = new Float64Array(point.length);
  const l2 = new Float64Array(point.length);
  for (let o = 0; o < outputs; o++) {
    l1.set(perColumn.l1, o * stride);
    l2.set(perColumn.l2, o * stride);
  }
  const loss = outputs === 1 ? binaryLoss(design, y, weights) : softmaxLoss(design, y, weights, classes);
  const objective = (at: Float64Array, gradient: Float64Array): number => {
    let ridge = 0;
    for (let i = 0; i < at.length; i++) ridge += (gradient[i] = l2[i] * at[i]) * at[i];
    return ridge / 2 + loss(at, gradient);
  };
  const onIteration = (iteration: number) => onProgress?.(iteration / MOST_ITERATIONS);
  minimise(objective, point, l1, { tolerance: 1e-7, maxIterations: MOST_ITERATIONS, onIteration });
  return unscaled(design, point, outputs, x.columns);
}

/** Sets the intercepts to what fits best where all coefficients are 0. */
function startAtPriors(
  point: Float64Array,
  stride: number,
  y: Float64Array,
  weights: Float64Array,
  classes: number,
): void {
  const prior = new Float64Array(classes);
  for (let r = 0; r < y.length; r++) prior[y[r]] += weights[r];
  if (classes === 2) {
    point[stride - 1] = Math.log(prior[1] / prior[0]);
    return;
  }
  const mean = prior.reduce((sum, share) => sum + Math.log(share), 0) / classes;
  for (let c = 0; c < classes; c++) point[(c + 1) * stride - 1] = Math.log(prior[c]) - mean;
}

/** Weighted mean log loss of the sigmoid of one score; its gradient is added to what is there. */
function binaryLoss(design: Design, y: Float64Array, weights: Float64Array): SmoothFunction {
  const scores = new Float64Array(BLOCK);
  const last = design.columns;
  return (point, gradient) => {
    let loss = 0;
    for (let from = 0; from < design.rows; from += BLOCK) {
      const to = Math.min(design.rows, from + BLOCK);
      scores.fill(point[last]);
      addProduct(design, from, to, point, 0, scores, 0);
      for (let r = from; r < to; r++) {
        const score = scores[r - from];
        // Only e^-|score| is used, which cannot overflow.
        const small = Math.exp(-Math.abs(score));
        loss += weights[r] * (Math.log1p(small) + Math.max(0, score) - y[r] * score);
        const p = (score >= 0 ? 1 : small) / (1 + small);
        const residual = weights[r] * (p - y[r]);
        scores[r - from] = residual;
        gradient[last] += residual;
      }
      addTransposedProduct(design, from, to, scores, 0, gradient, 0);
    }
    return loss;
  };
}

/** Weighted mean log loss of the softmax of a score for each class; its gradient is added to what is there. */
function softmaxLoss(design: Design, y: Float64Array, weights: Float64Array, classes: number): SmoothFunction {
  const scores = new Float64Array(BLOCK * classes);
  const stride = design.columns + 1;
  return (point, gradient) => {
    let loss = 0;
    for (let from = 0; from < design.rows; from += BLOCK) {
      const to = Math.min(design.rows, from + BLOCK);
      for (let c = 0; c < classes; c++) {
        scores.fill(point[(c + 1) * stride - 1], c * BLOCK, (c + 1) * BLOCK);
        addProduct(design, from, to, point, c * stride, scores, c * BLOCK);
      }
      for (let r = from; r < to; r++) loss += weights[r] * toResiduals(scores, r - from, classes, y[r], weights[r]);
      for (let c = 0; c < classes; c++) {
        let sum = 0;
        for (let r = 0; r < to - from; r++) sum += scores[c * BLOCK + r];
        gradient[(c + 1) * stride - 1] += sum;
        addTransposedProduct(design, from, to, scores, c * BLOCK, gradient, c * stride);
      }
    }
    return loss;
  };
}

/** Turns a row's scores into weight · (probability - whether it is the class), in place; returns the row's log loss. */
function toResiduals(scores: Float64Array, row: number, classes: number, label: number, weight: number): number {
  const end = classes * BLOCK;
  let top = -Infinity;
  for (let i = row; i < end; i += BLOCK) if (scores[i] > top) top = scores[i];
  const own = scores[label * BLOCK + row];
  let sum = 0;
  for (let i = row; i < end; i += BLOCK) sum += scores[i] = Math.exp(scores[i] - top);
  for (let i = row; i < end; i += BLOCK) scores[i] *= weight / sum;
  scores[label * BLOCK + row] -= weight;
  return Math.log(sum) + top - own;
}
