/** What is known of the classes before any column is looked at. */
export interface ClassPrior {
  /** A probability above 0 for each class. */
  readonly shares: number[];
  /** Rows that it was learnt from. */
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
 * Mixes probabilities with the prior, in place, as much as one row more could turn them: from n rows nobody can know
 * that a class is less likely than about 1 in n, and one surprise at a claimed certainty would outweigh all other rows.
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
