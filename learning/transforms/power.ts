import { minimiseScalar } from './minimise-scalar.js';

/** Beyond these, powers of ordinary data overflow. */
const LOWEST_LAMBDA = -5;
const HIGHEST_LAMBDA = 5;
const TOLERANCE = 1e-6;
/** Lambda is searched on at most so many values, evenly spaced in the sorted column. */
const MOST_VALUES = 10_000;

/** Box & Cox (1964): (x^lambda - 1) / lambda, log x at 0; for x > 0. */
export function boxCox(x: number, lambda: number): number {
  return Math.abs(lambda) < 1e-9 ? Math.log(x) : Math.expm1(lambda * Math.log(x)) / lambda;
}

/** Yeo & Johnson (2000): Box-Cox of x + 1 for x >= 0, mirrored with 2 - lambda below. */
export function yeoJohnson(x: number, lambda: number): number {
  return x >= 0 ? boxCox1p(x, lambda) : -boxCox1p(-x, 2 - lambda);
}

function boxCox1p(x: number, lambda: number): number {
  return Math.abs(lambda) < 1e-9 ? Math.log1p(x) : Math.expm1(lambda * Math.log1p(x)) / lambda;
}

/** The lambda of the largest profile likelihood under a normal distribution; 1 for a constant. @param sorted all > 0 */
export function boxCoxLambda(sorted: Float64Array): number {
  const values = thinned(sorted);
  // Lambda does not depend on the unit of x: in units of the geometric mean the Jacobian's term vanishes.
  const logs = values.map(Math.log);
  const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
  const scaled = logs.map((log) => log - mean);
  const power = (log: number, lambda: number): number =>
    Math.abs(lambda) < 1e-9 ? log : Math.expm1(lambda * log) / lambda;
  return best((lambda) => logVariance(scaled, (log) => power(log, lambda)) / 2, values);
}

/** As `boxCoxLambda`, for any values. */
export function yeoJohnsonLambda(sorted: Float64Array): number {
  const values = thinned(sorted);
  const jacobian = values.reduce((sum, x) => sum + Math.sign(x) * Math.log1p(Math.abs(x)), 0) / values.length;
  return best((lambda) => logVariance(values, (x) => yeoJohnson(x, lambda)) / 2 - (lambda - 1) * jacobian, values);
}

function best(negativeLikelihood: (lambda: number) => number, sorted: Float64Array): number {
  if (sorted.length < 2 || sorted[0] === sorted[sorted.length - 1]) return 1;
  const guarded = (lambda: number): number => {
    const value = negativeLikelihood(lambda);
    return Number.isFinite(value) ? value : Number.MAX_VALUE;
  };
  return minimiseScalar(guarded, LOWEST_LAMBDA, HIGHEST_LAMBDA, TOLERANCE);
}

function logVariance(values: Float64Array, transform: (value: number) => number): number {
  const transformed = values.map(transform);
  const mean = transformed.reduce((a, b) => a + b, 0) / values.length;
  return Math.log(transformed.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

function thinned(sorted: Float64Array): Float64Array {
  if (sorted.length <= MOST_VALUES) return sorted;
  const step = (sorted.length - 1) / (MOST_VALUES - 1);
  return Float64Array.from({ length: MOST_VALUES }, (_, i) => sorted[Math.round(i * step)]);
}
