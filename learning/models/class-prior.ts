/** The prior distribution of the classes. */
export interface ClassPrior {
  /** A probability above 0 for each class. */
  readonly shares: number[];
  /** Number of training rows. */
  readonly rows: number;
}

/**
 * The classes' shares of training rows by Laplace's rule of succession.
 *
 * @param y class codes
 * @param weights of the rows; null where all count the same
 */
export function classPrior(y: Float64Array, classes: number, weights: Float64Array | null = null): ClassPrior {
  const counts = new Array<number>(classes).fill(1);
  let total = classes;
  for (let r = 0; r < y.length; r++) {
    const weight = weights ? weights[r] : 1;
    counts[y[r]] += weight;
    total += weight;
  }
  return { shares: counts.map((count) => count / total), rows: y.length };
}

/**
 * Mixes probabilities with the prior, in place, with the weight of one row in n + 1: n rows give no evidence for a
 * probability below about 1 / n, and one wrong prediction with certainty would dominate the log loss.
 *
 * @param predictions row-major, rows × classes
 */
export function addDoubt(predictions: Float64Array, { shares, rows }: ClassPrior): void {
  const doubt = 1 / (rows + 1);
  const classes = shares.length;
  for (let from = 0; from < predictions.length; from += classes) {
    for (let k = 0; k < classes; k++) predictions[from + k] = (1 - doubt) * predictions[from + k] + doubt * shares[k];
  }
}
