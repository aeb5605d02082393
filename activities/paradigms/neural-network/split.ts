import type { Random } from '../../../random/index.js';

/** Fewer rows are too few to stop by: all are trained on. */
const FEWEST_ROWS = 40;

export interface Split {
  train: Int32Array;
  /** Empty where no rows are kept aside. */
  stop: Int32Array;
}

/**
 * Keeps rows aside to stop by, 15 % of up to 1,000 and falling to 10 % at 10,000: one at random of every few rows in the
 * order of y, so that they have the classes' shares, or the target's range. A class's only row is trained on.
 *
 * @param rows the rows to divide
 */
export function splitForStopping(rows: Int32Array, y: Float64Array, classes: number, random: Random): Split {
  if (rows.length < FEWEST_ROWS) return { train: rows, stop: new Int32Array(0) };
  const share = 0.15 - 0.05 * Math.min(1, Math.max(0, Math.log10(rows.length / 1000)));
  const sorted = random.shuffle(rows.slice()).sort((a, b) => y[a] - y[b]);
  const ofClass = new Int32Array(classes);
  if (classes > 0) for (const row of rows) ofClass[y[row]]++;
  const stopping = new Uint8Array(rows.length);
  const count = Math.round(share * rows.length);
  for (let i = 0; i < count; i++) {
    const from = Math.floor((i * rows.length) / count);
    const to = Math.floor(((i + 1) * rows.length) / count);
    const pick = from + random.below(to - from);
    if (classes === 0 || ofClass[y[sorted[pick]]] > 1) stopping[pick] = 1;
  }
  return {
    train: sorted.filter((_, i) => stopping[i] === 0),
    stop: sorted.filter((_, i) => stopping[i] === 1),
  };
}
