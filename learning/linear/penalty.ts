/** The elastic net's penalty of coefficients β of the columns as given: Σ (l1 |β[j]| + ½ l2 β[j]²), beside a mean loss. */
export interface Penalty {
  l1: number;
  l2: number;
}

/**
 * Linear functions of a matrix's columns, one an output: intercepts[o] + Σ_j coefficients[o · columns + j] ·
 * (x[j] - centre[j]). Centred, so that columns far from 0 cost no digits.
 */
export interface LinearFunctions {
  centre: Float64Array;
  coefficients: Float64Array;
  intercepts: Float64Array;
}
