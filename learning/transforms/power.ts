import { minimiseScalar } from '../numeric/minimise-scalar.js';

/** Bounds of lambda: beyond, powers of ordinary data overflow. */
const LOWEST_LAMBDA = -5;
const HIGHEST_LAMBDA = 5;
const TOLERANCE = 1e-6;
/** Lambda is searched on at most so many values, evenly spaced in the sorted column. */
const MOST_VALUES = 5000;

/** Box & Cox (1964): (x^lambda - 1) / lambda, log x at 0; for x > 0. */
export function boxCox(x: number, lambda: number): number {
  return power(Math.log(x), lambda);
}

/** Yeo & Johnson (2000): Box-Cox of x + 1 for x >= 0, mirrored with 2 - lambda below. */
export function yeoJohnson(x: number, lambda: number): number {
  return signedPower(signedLog(x), lambda);
}

function power(log: number, lambda: number): number {
  return Math.abs(lambda) < 1e-9 ? log : Math.expm1(lambda * log) / lambda;
}

function signedLog(x: number): number {
  return x >= 0 ? Math.log1p(x) : -Math.log1p(-x);
}

function signedPower(log: number, lambda: number): number {
  return log >= 0 ? power(log, lambda) : -power(-log, 2 - lambda);
}

/** The lambda of the largest profile likelihood under a normal distribution; 1 for a constant. @param sorted all > 0 */
export function boxCoxLambda(sorted: Float64Array): number {
  const logs = thinned(sorted).map(Math.log);
  const centre = meanOfLogs(logs);
  // Lambda does not depend on the unit of x: in units of the geometric mean the Jacobian's term vanishes.
  return likeliest(
    logs.map((log) => log - centre),
    power,
    0,
  );
}

/** As `boxCoxLambda`, for any values. */
export function yeoJohnsonLambda(sorted: Float64Array): number {
  const logs = thinned(sorted).map(signedLog);
  return likeliest(logs, signedPower, meanOfLogs(logs));
}

function thinned(sorted: Float64Array): Float64Array {
  if (sorted.length <= MOST_VALUES) return sorted;
  const step = (sorted.length - 1) / (MOST_VALUES - 1);
  return Float64Array.from({ length: MOST_VALUES }, (_, i) => sorted[Math.round(i * step)]);
}

function meanOfLogs(logs: Float64Array): number {
  return logs.reduce((a, b) => a + b, 0) / logs.length;
}

/** @param jacobian derivative by lambda of the Jacobian's term in the log-likelihood of one value */
function likeliest(logs: Float64Array, transform: (log: number, lambda: number) => number, jacobian: number): number {
  if (logs.length < 2 || logs[0] === logs[logs.length - 1]) return 1;
  const transformed = new Float64Array(logs.length);
  const negative = (lambda: number): number => {
    let sum = 0;
    for (let i = 0; i < logs.length; i++) sum += transformed[i] = transform(logs[i], lambda);
    const mean = sum / logs.length;
    let squares = 0;
    for (const value of transformed) squares += (value - mean) * (value - mean);
    const likelihood = (lambda - 1) * jacobian - Math.log(squares / logs.length) / 2;
    return Number.isFinite(likelihood) ? -likelihood : Number.MAX_VALUE;
  };
  return minimiseScalar(negative, LOWEST_LAMBDA, HIGHEST_LAMBDA, TOLERANCE);
}
