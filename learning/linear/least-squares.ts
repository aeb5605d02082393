import type { Matrix } from '../arrays/matrix.js';
import { solveSymmetric } from './cholesky.js';
import { elasticNet } from './coordinate-descent.js';
import { designOf, momentsOf, type Design } from './design.js';
import { unscaled, type LinearFunctions } from './functions.js';
import { gramOf } from './gram.js';
import { addProduct, addTransposedProduct } from './kernels.js';
import { minimise } from './minimise.js';
import { scaledPenalty, type Penalty, type ScaledPenalty } from './penalty.js';

// Most columns for which the Gram matrix is used: beyond, it costs too much time and memory.
export const MOST_GRAM_COLUMNS = 500;
const BLOCK = 512;

/**
 * Minimises Σ w (y - f(x))² / 2 + l1 s Σ|β| + l2 Σβ² / 2 over linear functions f, the intercept unpenalised, where s is
 * the standard deviation of y: so a penalty means the same in any unit of y. Ridge by Cholesky decomposition, the
 * elastic net by coordinate descent on the Gram matrix, many columns by L-BFGS.
 *
 * @param weights of the rows, of sum 1
 */
export function leastSquares(
  x: Matrix,
  y: Float64Array,
  weights: Float64Array,
  penalty: Penalty,
  onProgress?: (done: number) => void,
): LinearFunctions {
  const { mean, deviation } = momentsOf(y, weights);
  const unit = deviation > 1e-12 * Math.abs(mean) ? deviation : 0;
  const design = designOf(x, weights, penalty.l2);
  const fitted = new Float64Array(design.columns + 1);
  if (unit > 0) {
    const target = y.map((value) => (value - mean) / unit);
    const scaled = design.columns <= MOST_GRAM_COLUMNS ? byGram : bySteps;
    fitted.set(scaled(design, target, weights, scaledPenalty(design, penalty), onProgress));
  }
  for (let j = 0; j < design.columns; j++) fitted[j] *= unit;
  fitted[design.columns] = mean;
  return unscaled(design, fitted, 1, x.columns);
}

function byGram(
  design: Design,
  target: Float64Array,
  weights: Float64Array,
  { l1, l2 }: ScaledPenalty,
  onProgress?: (done: number) => void,
): Float64Array {
  const gram = gramOf(design, weights, onProgress);
  const moments = new Float64Array(design.columns);
  addTransposedProduct(
    design,
    0,
    design.rows,
    target.map((value, r) => value * weights[r]),
    0,
    moments,
    0,
  );
  if (l1.some((value) => value > 0)) return elasticNet(gram, moments, l1, l2, { tolerance: 1e-8, maxSweeps: 10_000 });
  for (let j = 0; j < l2.length; j++) gram[j * l2.length + j] += l2[j];
  solveSymmetric(gram, moments);
  return moments;
}

function bySteps(
  design: Design,
  target: Float64Array,
  weights: Float64Array,
  { l1, l2 }: ScaledPenalty,
  onProgress?: (done: number) => void,
): Float64Array {
  const beta = new Float64Array(design.columns);
  const residual = new Float64Array(BLOCK);
  const objective = (point: Float64Array, gradient: Float64Array): number => {
    let loss = 0;
    for (let j = 0; j < point.length; j++) loss += (gradient[j] = l2[j] * point[j]) * point[j];
    for (let from = 0; from < design.rows; from += BLOCK) {
      const to = Math.min(design.rows, from + BLOCK);
      for (let r = from; r < to; r++) residual[r - from] = -target[r];
      addProduct(design, from, to, point, 0, residual, 0);
      for (let r = from; r < to; r++) {
        const weighted = weights[r] * residual[r - from];
        loss += weighted * residual[r - from];
        residual[r - from] = weighted;
      }
      addTransposedProduct(design, from, to, residual, 0, gradient, 0);
    }
    return loss / 2;
  };
  const maxIterations = 1000;
  const onIteration = (iteration: number) => onProgress?.(iteration / maxIterations);
  minimise(objective, beta, l1, { tolerance: 1e-7, maxIterations, onIteration });
  return beta;
}
