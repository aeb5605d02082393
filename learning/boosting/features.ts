import type { BinnedMatrix } from '../trees/binning.js';
import { MISSING_BIN } from '../trees/binning.js';

/** The columns of a binned matrix that vary, laid out for histograms: a slot for each bin, and one for missing values. */
export interface Features {
  readonly rows: number;
  /** The matrix column of each feature, ascending. */
  readonly columns: Int32Array;
  /** For each feature, the slot of each row: its bin, or `bins` where the value is missing. */
  readonly codes: readonly Uint8Array[];
  /** For each feature, how many bins present values have. */
  readonly bins: Int32Array;
  /** For each feature, whether any value is missing. */
  readonly missing: Uint8Array;
  /** For each feature, its first slot in a histogram; one entry more, the number of slots in all. */
  readonly offset: Int32Array;
}

/** Drops constant columns and gives each other column as many slots as it needs. */
export function featuresOf(binned: BinnedMatrix): Features {
  const columns: number[] = [];
  for (let c = 0; c < binned.columns; c++) if (slotsOf(binned, c) > 1) columns.push(c);
  const offset = new Int32Array(columns.length + 1);
  columns.forEach((c, f) => (offset[f + 1] = offset[f] + slotsOf(binned, c)));
  return {
    rows: binned.rows,
    columns: Int32Array.from(columns),
    codes: columns.map((c) => slotCodes(binned, c)),
    bins: Int32Array.from(columns, (c) => binsOf(binned, c)),
    missing: Uint8Array.from(columns, (c) => binned.missing[c]),
    offset,
  };
}

/** Bins of present values. A column with nothing but missing values has one all the same; it is then constant. */
function binsOf(binned: BinnedMatrix, c: number): number {
  return binned.edges[c].length + 1;
}

function slotsOf(binned: BinnedMatrix, c: number): number {
  const codes = binned.codes.subarray(c * binned.rows, (c + 1) * binned.rows);
  const empty = binned.edges[c].length === 0 && codes.every((code) => code === MISSING_BIN);
  return empty ? 1 : binsOf(binned, c) + binned.missing[c];
}

function slotCodes(binned: BinnedMatrix, c: number): Uint8Array {
  const codes = binned.codes.subarray(c * binned.rows, (c + 1) * binned.rows);
  const bins = binsOf(binned, c);
  return binned.missing[c] === 0 ? codes : codes.map((code) => (code === MISSING_BIN ? bins : code));
}
