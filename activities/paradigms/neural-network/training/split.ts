import {
  atRows,
  singletonClassRows,
  stratifiedGroupKFold,
  unitsOf,
  type RowsToSplit,
} from '../../../../learning/splits/stratified-group-k-fold.js';
import type { Random } from '../../../../random/index.js';

/** With fewer rows there is no early stopping: all are trained on. */
const FEWEST_ROWS = 40;

export interface Split {
  train: Int32Array;
  /** Empty if there are no validation rows. */
  stop: Int32Array;
}

/**
 * Selects validation rows for early stopping, about 15 % of up to 1,000 rows, decreasing to 10 % at 10,000, stratified
 * by class or target value. Groups are not split, and a class's only row (or group) is trained on.
 *
 * @param rows the rows to divide
 */
export function splitForStopping(rows: Int32Array, data: RowsToSplit, random: Random): Split {
  const none = { train: rows, stop: new Int32Array(0) };
  if (rows.length < FEWEST_ROWS) return none;
  const share = 0.15 - 0.05 * Math.min(1, Math.max(0, Math.log10(rows.length / 1000)));
  const own = atRows(data, rows);
  if (unitsOf(own.groups, rows.length).count < FEWEST_ROWS) return none;
  const lonely = singletonClassRows(own);
  const part = stratifiedGroupKFold(own, Math.round(1 / share), random);
  const isStopping = (i: number): boolean => part[i] === 0 && lonely[i] === 0;
  return { train: rows.filter((_, i) => !isStopping(i)), stop: rows.filter((_, i) => isStopping(i)) };
}
