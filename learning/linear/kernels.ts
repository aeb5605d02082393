/** A column-major matrix. */
export interface Columns {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/**
 * out[r - from] += Σ_j coefficients[at + j] · x[r, j] for the rows from … to-1 of a column-major matrix. Four columns at
 * a time, so that `out` is read and written once for the four.
 */
export function addProduct(
  { data, rows, columns }: Columns,
  from: number,
  to: number,
  coefficients: Float64Array,
  at: number,
  out: Float64Array,
  outAt: number,
): void {
  const count = to - from;
  let j = 0;
  for (; j + 3 < columns; j += 4) {
    const b0 = coefficients[at + j];
    const b1 = coefficients[at + j + 1];
    const b2 = coefficients[at + j + 2];
    const b3 = coefficients[at + j + 3];
    if (b0 === 0 && b1 === 0 && b2 === 0 && b3 === 0) continue;
    const c0 = j * rows + from;
    const c1 = c0 + rows;
    const c2 = c1 + rows;
    const c3 = c2 + rows;
    for (let r = 0; r < count; r++)
      out[outAt + r] += b0 * data[c0 + r] + b1 * data[c1 + r] + (b2 * data[c2 + r] + b3 * data[c3 + r]);
  }
  for (; j < columns; j++) {
    const b = coefficients[at + j];
    const c = j * rows + from;
    for (let r = 0; r < count; r++) out[outAt + r] += b * data[c + r];
  }
}

/** out[at + j] += Σ_r x[r, j] · values[valuesAt + r - from] over the rows from … to-1, four columns at a time. */
export function addTransposedProduct(
  { data, rows, columns }: Columns,
  from: number,
  to: number,
  values: Float64Array,
  valuesAt: number,
  out: Float64Array,
  at: number,
): void {
  const count = to - from;
  let j = 0;
  for (; j + 3 < columns; j += 4) {
    const c0 = j * rows + from;
    const c1 = c0 + rows;
    const c2 = c1 + rows;
    const c3 = c2 + rows;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let r = 0; r < count; r++) {
      const value = values[valuesAt + r];
      s0 += value * data[c0 + r];
      s1 += value * data[c1 + r];
      s2 += value * data[c2 + r];
      s3 += value * data[c3 + r];
    }
    out[at + j] += s0;
    out[at + j + 1] += s1;
    out[at + j + 2] += s2;
    out[at + j + 3] += s3;
  }
  for (; j < columns; j++) {
    const c = j * rows + from;
    let sum = 0;
    for (let r = 0; r < count; r++) sum += values[valuesAt + r] * data[c + r];
    out[at + j] += sum;
  }
}
