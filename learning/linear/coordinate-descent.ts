/**
 * Minimises ½ βᵀGβ - cᵀβ + Σ (½ l2[j] β[j]² + l1[j] |β[j]|) by cyclic coordinate descent with covariance updates
 * (Friedman, Hastie & Tibshirani, Regularization Paths for Generalized Linear Models via Coordinate Descent, 2010).
 *
 * @param gram G, symmetric, row-major, size × size
 * @param moments c
 * @returns β
 */
export function elasticNet(
  gram: Float64Array,
  moments: Float64Array,
  l1: Float64Array,
  l2: Float64Array,
  options: { tolerance: number; maxSweeps: number },
): Float64Array {
  const size = moments.length;
  const beta = new Float64Array(size);
  // The residual c - Gβ.
  const rest = Float64Array.from(moments);
  const all = Array.from({ length: size }, (_, j) => j);
  const sweep = (over: readonly number[]): number => {
    let largest = 0;
    for (const j of over) {
      const curvature = gram[j * size + j];
      const pull = rest[j] + curvature * beta[j];
      const shrunk = Math.sign(pull) * Math.max(0, Math.abs(pull) - l1[j]);
      const next = curvature + l2[j] > 0 ? shrunk / (curvature + l2[j]) : 0;
      const change = next - beta[j];
      if (change === 0) continue;
      beta[j] = next;
      const row = j * size;
      for (let i = 0; i < size; i++) rest[i] -= change * gram[row + i];
      largest = Math.max(largest, Math.abs(change));
    }
    return largest;
  };
  let sweeps = 0;
  // A sweep over all coordinates, then over those that are not 0 until they converge; repeated until a sweep over all
  // changes nothing.
  while (sweeps++ < options.maxSweeps && sweep(all) > options.tolerance) {
    const active = all.filter((j) => beta[j] !== 0);
    while (sweeps++ < options.maxSweeps && sweep(active) > options.tolerance);
  }
  return beta;
}
