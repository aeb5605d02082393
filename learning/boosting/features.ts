import { keepBeside } from '../arrays/keep-beside.js';
import { MISSING_BIN, type BinnedMatrix } from '../trees/binning.js';

/** Features whose codes share a 32-bit word. */
export const GROUP = 4;

/**
 * The columns of a binned matrix that vary, laid out for histograms: a slot for each bin and one for missing values, the
 * features that vary most first.
 */
export interface Features {
  readonly rows: number;
  /** The matrix column of each feature. */
  readonly columns: Int32Array;
  /** For each feature, the code of each row: its bin, or `bins` where the value is missing. */
  readonly codes: readonly Uint8Array[];
  /**
   * The codes of each four features that follow one another, the first in the lowest byte; 0 where there are fewer than
   * four.
   */
  readonly groups: readonly Uint32Array[];
  /** For each feature, how many bins present values have. */
  readonly bins: Int32Array;
  /** For each feature, whether any value is missing. */
  readonly missing: Uint8Array;
  /** For each feature its first slot in a histogram, then the number of slots in all until a group is full. */
  readonly offset: Int32Array;
  /** Length of a histogram: its slots, and one for each feature missing in the last group. */
  readonly slots: number;
}

/** Drops constant columns and gives each other column as many slots as it needs. Cached with the bins. */
export const featuresOf = keepBeside((binned: BinnedMatrix): Features => {
  const codesOf = (c: number): Uint8Array => slotCodes(binned, c);
  const varying = Array.from({ length: binned.columns }, (_, c) => c)
    .map((column) => ({ column, codes: codesOf(column) }))
    .map((feature) => ({ ...feature, common: mostCommon(feature.codes) }))
    .filter(({ common }) => common < binned.rows)
    // Features that can soon not be split any more then share a group, which is dropped as a whole.
    .sort((a, b) => a.common - b.common);
  const columns = Int32Array.from(varying, ({ column }) => column);
  const codes = varying.map((feature) => feature.codes);
  const full = Math.ceil(columns.length / GROUP) * GROUP;
  const offset = new Int32Array(full + 1);
  for (let f = 0; f < full; f++) offset[f + 1] = offset[f] + (f < columns.length ? slotsOf(binned, columns[f]) : 0);
  return {
    rows: binned.rows,
    columns,
    codes,
    groups: Array.from({ length: full / GROUP }, (_, g) => packCodes(codes.slice(g * GROUP, (g + 1) * GROUP))),
    bins: Int32Array.from(columns, (c) => binned.edges[c].length + 1),
    missing: Uint8Array.from(columns, (c) => binned.missing[c]),
    offset,
    slots: offset[full] + 1,
  };
});

function slotsOf(binned: BinnedMatrix, c: number): number {
  return binned.edges[c].length + 1 + binned.missing[c];
}

function slotCodes(binned: BinnedMatrix, c: number): Uint8Array {
  const codes = binned.codes.subarray(c * binned.rows, (c + 1) * binned.rows);
  const bins = binned.edges[c].length + 1;
  return binned.missing[c] === 0 ? codes : codes.map((code) => (code === MISSING_BIN ? bins : code));
}

/** How many rows have the most common code. */
function mostCommon(codes: Uint8Array): number {
  const counts = new Int32Array(256);
  for (let i = 0; i < codes.length; i++) counts[codes[i]]++;
  return counts.reduce((a, b) => Math.max(a, b), 0);
}

function packCodes(codes: readonly Uint8Array[]): Uint32Array {
  const words = new Uint32Array(codes[0].length);
  codes.forEach((bytes, i) => {
    for (let row = 0; row < words.length; row++) words[row] |= bytes[row] << (8 * i);
  });
  return words;
}
