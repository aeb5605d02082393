/** Added to a variance before its root is taken. */
export const VARIANCE_FLOOR = 1e-5;

/** The statistics of a batch, by unit. */
export interface BatchStatistics {
  rows: number;
  mean: Float64Array;
  /** Variances of the population (divided by the number of rows). */
  variance: Float64Array;
  /** The standardised values, row-major, rows × units. */
  standard: Float32Array;
}

/**
 * Batch normalisation in training (Ioffe and Szegedy, 2015), in place: gamma · (x - mean) / √(variance + floor) + beta,
 * by the batch's own statistics.
 *
 * @param values row-major, rows × units
 */
export function batchNormalise(values: Float32Array, gamma: Float32Array, beta: Float32Array): BatchStatistics {
  const units = gamma.length;
  const rows = values.length / units;
  const { mean, variance } = columnMoments(values, units);
  const scale = variance.map((v) => 1 / Math.sqrt(v + VARIANCE_FLOOR));
  const standard = new Float32Array(values.length);
  for (let from = 0; from < values.length; from += units) {
    for (let u = 0; u < units; u++) {
      const z = (values[from + u] - mean[u]) * scale[u];
      standard[from + u] = z;
      values[from + u] = gamma[u] * z + beta[u];
    }
  }
  return { rows, mean, variance, standard };
}

/**
 * Converts the gradient of `batchNormalise`'s output to that of its input, in place.
 *
 * @param dGamma receives gamma's gradient, and dBeta beta's
 */
export function batchNormaliseBack(
  gradient: Float32Array,
  { rows, variance, standard }: BatchStatistics,
  gamma: Float32Array,
  dGamma: Float32Array,
  dBeta: Float32Array,
): void {
  const units = gamma.length;
  const along = new Float64Array(units);
  const common = new Float64Array(units);
  for (let from = 0; from < gradient.length; from += units) {
    for (let u = 0; u < units; u++) {
      along[u] += gradient[from + u] * standard[from + u];
      common[u] += gradient[from + u];
    }
  }
  const scale = variance.map((v, u) => gamma[u] / Math.sqrt(v + VARIANCE_FLOOR));
  for (let from = 0; from < gradient.length; from += units)
    for (let u = 0; u < units; u++)
      gradient[from + u] = scale[u] * (gradient[from + u] - (common[u] + standard[from + u] * along[u]) / rows);
  dGamma.set(along);
  dBeta.set(common);
}

/** Mean and variance (divided by the rows) of each column of a row-major array. */
export function columnMoments(values: Float32Array, columns: number): { mean: Float64Array; variance: Float64Array } {
  const rows = values.length / columns;
  const mean = new Float64Array(columns);
  const variance = new Float64Array(columns);
  for (let from = 0; from < values.length; from += columns)
    for (let c = 0; c < columns; c++) mean[c] += values[from + c] / rows;
  for (let from = 0; from < values.length; from += columns)
    for (let c = 0; c < columns; c++) variance[c] += (values[from + c] - mean[c]) ** 2 / rows;
  return { mean, variance };
}
