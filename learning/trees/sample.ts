import { MISSING_BIN, type BinnedMatrix } from './binning.js';

/**
 * The rows that one tree is grown on, each once with its weight. A node is a range of positions; splitting it moves its
 * rows so that each child is a range again. Targets and weights are moved too, so that nodes read them in order.
 */
export interface Sample {
  size: number;
  readonly row: Int32Array;
  readonly weight: Float64Array;
  /** Class codes, or values. */
  readonly target: Float64Array;
}

export function emptySample(rows: number): Sample {
  return { size: 0, row: new Int32Array(rows), weight: new Float64Array(rows), target: new Float64Array(rows) };
}

/** Takes the rows of positive weight. */
export function fillSample(sample: Sample, weights: Float64Array, y: Float64Array): void {
  let size = 0;
  for (let r = 0; r < weights.length; r++) {
    if (!(weights[r] > 0)) continue;
    sample.row[size] = r;
    sample.weight[size] = weights[r];
    sample.target[size++] = y[r];
  }
  sample.size = size;
}

/**
 * Moves the rows of [start, end) that go left to its front.
 *
 * @returns where the right child's rows start
 */
export function partition(
  sample: Sample,
  binned: BinnedMatrix,
  start: number,
  end: number,
  column: number,
  bin: number,
  missingLeft: boolean,
): number {
  const { row, weight, target } = sample;
  const { codes } = binned;
  const base = column * binned.rows;
  let i = start;
  let j = end;
  while (i < j) {
    const code = codes[base + row[i]];
    if (code <= bin || (missingLeft && code === MISSING_BIN)) {
      i++;
      continue;
    }
    j--;
    const heldRow = row[i];
    row[i] = row[j];
    row[j] = heldRow;
    const heldWeight = weight[i];
    weight[i] = weight[j];
    weight[j] = heldWeight;
    const heldTarget = target[i];
    target[i] = target[j];
    target[j] = heldTarget;
  }
  return i;
}
