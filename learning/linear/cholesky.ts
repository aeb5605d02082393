/**
 * Solves A x = b for a symmetric matrix A (row-major, size × size) that is positive definite or nearly so: A = L Lᵀ.
 * A direction whose pivot is lost to rounding is left out (its entry of x is 0), as for a column equal to another.
 * A is overwritten by L, b by x.
 */
export function solveSymmetric(a: Float64Array, b: Float64Array): void {
  const size = b.length;
  const lost = factor(a, size);
  for (let i = 0; i < size; i++) {
    let sum = b[i];
    for (let k = 0; k < i; k++) sum -= a[i * size + k] * b[k];
    b[i] = lost[i] ? 0 : sum / a[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i];
    for (let k = i + 1; k < size; k++) sum -= a[k * size + i] * b[k];
    b[i] = lost[i] ? 0 : sum / a[i * size + i];
  }
}

/** Overwrites the lower triangle of A by its Cholesky factor; returns which pivots were lost. */
function factor(a: Float64Array, size: number): Uint8Array {
  const lost = new Uint8Array(size);
  for (let j = 0; j < size; j++) {
    const row = j * size;
    let pivot = a[row + j];
    for (let k = 0; k < j; k++) pivot -= a[row + k] * a[row + k];
    if (!(pivot > 1e-13 * a[row + j])) {
      lost[j] = 1;
      a[row + j] = 1;
      for (let i = j + 1; i < size; i++) a[i * size + j] = 0;
      for (let k = 0; k < j; k++) a[row + k] = 0;
      continue;
    }
    const root = Math.sqrt(pivot);
    a[row + j] = root;
    for (let i = j + 1; i < size; i++) {
      const other = i * size;
      let sum = a[other + j];
      for (let k = 0; k < j; k++) sum -= a[other + k] * a[row + k];
      a[other + j] = sum / root;
    }
  }
  return lost;
}
