/** The targets of a batch, of its rows' order; weights of mean 1 over the training rows. */
export interface Targets {
  /** Class codes, or standardised values. */
  y: Float64Array;
  weights: Float64Array;
}

/**
 * Weighted sum of the rows' losses, and its gradient divided by the number of rows: softmax cross-entropy for classes
 * (in double precision, with `smoothing` of the target spread over all of them), half the squared error for regression.
 *
 * @param outputs row-major, rows × columns: logits, or values where there is one column
 * @param gradient where the gradient is written, as `outputs`
 */
export function lossOf(
  outputs: Float32Array,
  columns: number,
  { y, weights }: Targets,
  smoothing: number,
  gradient: Float32Array,
): number {
  const rows = y.length;
  let loss = 0;
  for (let r = 0; r < rows; r++) {
    const weight = weights[r];
    if (columns === 1) {
      const error = outputs[r] - y[r];
      loss += (weight * error * error) / 2;
      gradient[r] = (weight * error) / rows;
    } else loss += weight * crossEntropy(outputs, r * columns, columns, y[r], smoothing, gradient, weight / rows);
  }
  return loss;
}

function crossEntropy(
  logits: Float32Array,
  from: number,
  columns: number,
  own: number,
  smoothing: number,
  gradient: Float32Array,
  factor: number,
): number {
  let top = -Infinity;
  for (let c = 0; c < columns; c++) top = Math.max(top, logits[from + c]);
  let sum = 0;
  let mean = 0;
  for (let c = 0; c < columns; c++) {
    sum += Math.exp(logits[from + c] - top);
    mean += logits[from + c] / columns;
  }
  for (let c = 0; c < columns; c++) {
    const target = (c === own ? 1 - smoothing : 0) + smoothing / columns;
    gradient[from + c] = factor * (Math.exp(logits[from + c] - top) / sum - target);
  }
  return top + Math.log(sum) - (1 - smoothing) * logits[from + own] - smoothing * mean;
}
