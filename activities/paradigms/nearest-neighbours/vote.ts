import type { Neighbours } from '../../../learning/neighbours/points.js';

/**
 * Writes the weight of each neighbour of a query: its row's own, over its distance where `byDistance` is set. Where
 * some lie at distance 0, only these count.
 */
function weigh(
  { k, indices, distances }: Neighbours,
  query: number,
  rowWeights: Float64Array,
  byDistance: boolean,
  out: Float64Array,
): void {
  const from = query * k;
  const exact = distances[from] === 0;
  for (let i = 0; i < k; i++) {
    const distance = distances[from + i];
    // Relative to the nearest, so that no distance is too small to divide by.
    const nearness = exact ? Number(distance === 0) : distances[from] / distance;
    out[i] = rowWeights[indices[from + i]] * (byDistance ? nearness : 1);
  }
}

/** Weighted means of the neighbours' values: queries × 1. */
export function meansOf(
  neighbours: Neighbours,
  values: Float64Array,
  rowWeights: Float64Array,
  byDistance: boolean,
): Float64Array {
  const { k, indices } = neighbours;
  const weights = new Float64Array(k);
  const out = new Float64Array(indices.length / k);
  for (let q = 0; q < out.length; q++) {
    weigh(neighbours, q, rowWeights, byDistance, weights);
    let total = 0;
    let sum = 0;
    for (let i = 0; i < k; i++) {
      total += weights[i];
      sum += weights[i] * values[indices[q * k + i]];
    }
    out[q] = sum / total;
  }
  return out;
}

/**
 * Probabilities, queries × classes: the neighbours' shares as n observations, plus `smoothing` observations with the
 * priors' shares. n is Kish's effective sample size, (Σw)² / Σw²: k for equal weights, near 1 where one neighbour
 * outweighs the others, so that one row very near does not count as k rows.
 */
export function sharesOf(
  neighbours: Neighbours,
  codes: Float64Array,
  rowWeights: Float64Array,
  byDistance: boolean,
  priors: Float64Array,
  smoothing: number,
): Float64Array {
  const { k, indices } = neighbours;
  const classes = priors.length;
  const weights = new Float64Array(k);
  const out = new Float64Array((indices.length / k) * classes);
  for (let q = 0; q * k < indices.length; q++) {
    weigh(neighbours, q, rowWeights, byDistance, weights);
    let total = 0;
    let squares = 0;
    for (let i = 0; i < k; i++) {
      total += weights[i];
      squares += weights[i] * weights[i];
      out[q * classes + codes[indices[q * k + i]]] += weights[i];
    }
    const effective = (total * total) / squares;
    for (let c = q * classes; c < (q + 1) * classes; c++) {
      out[c] = ((effective * out[c]) / total + smoothing * priors[c - q * classes]) / (effective + smoothing);
    }
  }
  return out;
}
