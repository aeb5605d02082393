import { GROUP, type Features } from './features.js';

/**
 * Sums packed gradients by slot, for each active feature; slots of groups without one stay as they are. Features are
 * taken four at a time: one read gives four codes, and their additions do not wait for one another.
 *
 * @param active features, ascending
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
  const { codes, groups, offset } = features;
  for (let i = begin; i < end; i++) ordered[i - begin] = values[rows[i]];
  const leaf = rows.subarray(begin, end);
  forEachGroup(active, (group, first, count) => {
    const start = group * GROUP;
    histogram.fill(0, offset[start], offset[start + GROUP]);
    if (count > 1) addGroup(leaf, ordered, histogram, groups[group], offset, start);
    else addFeature(leaf, ordered, histogram, codes[first], offset[first]);
  });
}

/** Turns a parent's histogram into one child's, given the other child's. */
export function subtractHistogram(
  features: Features,
  active: Int32Array,
  parent: Float64Array,
  child: Float64Array,
): void {
  const { offset } = features;
  forEachGroup(active, (group) => {
    subtract(parent, child, offset[group * GROUP], offset[(group + 1) * GROUP]);
  });
}

/** Calls back with each group that has active features, the first of them, and how many there are. */
function forEachGroup(active: Int32Array, callback: (group: number, first: number, count: number) => void): void {
  for (let a = 0; a < active.length;) {
    const first = active[a];
    const group = Math.floor(first / GROUP);
    const begin = a;
    while (a < active.length && active[a] < (group + 1) * GROUP) a++;
    callback(group, first, a - begin);
  }
}

function addGroup(
  rows: Int32Array,
  ordered: Float64Array,
  histogram: Float64Array,
  words: Uint32Array,
  offset: Int32Array,
  start: number,
): void {
  const offset0 = offset[start];
  const offset1 = offset[start + 1];
  const offset2 = offset[start + 2];
  const offset3 = offset[start + 3];
  for (let i = 0; i < rows.length; i++) {
    const word = words[rows[i]];
    const value = ordered[i];
    histogram[offset0 + (word & 255)] += value;
    histogram[offset1 + ((word >>> 8) & 255)] += value;
    histogram[offset2 + ((word >>> 16) & 255)] += value;
    histogram[offset3 + (word >>> 24)] += value;
  }
}

function addFeature(
  rows: Int32Array,
  ordered: Float64Array,
  histogram: Float64Array,
  codes: Uint8Array,
  offset: number,
): void {
  for (let i = 0; i < rows.length; i++) histogram[offset + codes[rows[i]]] += ordered[i];
}

function subtract(parent: Float64Array, child: Float64Array, begin: number, end: number): void {
  for (let slot = begin; slot < end; slot++) parent[slot] -= child[slot];
}
