import type { Features } from './features.js';

/**
 * Sums packed gradients by bin, for each active feature; the other features' slots stay as they are. Four features at a
 * time: their additions do not wait for one another, and rows and gradients are read once for all four.
 *
 * @param rows row numbers; the histogram is of rows[begin] … rows[end - 1]
 * @param values packed gradients by row number
 * @param ordered room for `end - begin` numbers
 */
export function buildHistogram(
  features: Features,
  active: Int32Array,
  rows: Int32Array,
  begin: number,
  end: number,
  values: Float64Array,
  ordered: Float64Array,
  histogram: Float64Array,
): void {
  const { codes, offset } = features;
  for (let i = begin; i < end; i++) ordered[i - begin] = values[rows[i]];
  for (let a = 0; a < active.length; a++) histogram.fill(0, offset[active[a]], offset[active[a] + 1]);
  const leaf = rows.subarray(begin, end);
  let a = 0;
  for (; a + 4 <= active.length; a += 4) {
    const f0 = active[a];
    const f1 = active[a + 1];
    const f2 = active[a + 2];
    const f3 = active[a + 3];
    addFour(
      leaf,
      ordered,
      histogram,
      codes[f0],
      codes[f1],
      codes[f2],
      codes[f3],
      offset[f0],
      offset[f1],
      offset[f2],
      offset[f3],
    );
  }
  for (; a < active.length; a++) addOne(leaf, ordered, histogram, codes[active[a]], offset[active[a]]);
}

function addFour(
  rows: Int32Array,
  ordered: Float64Array,
  histogram: Float64Array,
  codes0: Uint8Array,
  codes1: Uint8Array,
  codes2: Uint8Array,
  codes3: Uint8Array,
  offset0: number,
  offset1: number,
  offset2: number,
  offset3: number,
): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const value = ordered[i];
    histogram[offset0 + codes0[row]] += value;
    histogram[offset1 + codes1[row]] += value;
    histogram[offset2 + codes2[row]] += value;
    histogram[offset3 + codes3[row]] += value;
  }
}

function addOne(
  rows: Int32Array,
  ordered: Float64Array,
  histogram: Float64Array,
  codes: Uint8Array,
  offset: number,
): void {
  for (let i = 0; i < rows.length; i++) histogram[offset + codes[rows[i]]] += ordered[i];
}

/** Turns a parent's histogram into one child's, given the other child's. */
export function subtractHistogram(
  features: Features,
  active: Int32Array,
  parent: Float64Array,
  child: Float64Array,
): void {
  const { offset } = features;
  for (let a = 0; a < active.length; a++) {
    const end = offset[active[a] + 1];
    for (let slot = offset[active[a]]; slot < end; slot++) parent[slot] -= child[slot];
  }
}
