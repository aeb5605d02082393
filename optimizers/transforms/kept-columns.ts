import { decodeColumns, type ColumnSet } from '../../contracts/candidate/column-set.js';
import type { InputColumn, SearchContext } from '../../contracts/module/context.js';

/** A column that a candidate keeps. */
export interface KeptColumn extends InputColumn {
  index: number;
  /** Its share of the importances; equal shares where none are known. */
  importance: number;
}

/** @param importances of the candidate's model, one for each input column; null for none */
export function keptColumns(
  { columns }: SearchContext,
  features: ColumnSet,
  importances: readonly number[] | null,
): KeptColumn[] {
  const kept = decodeColumns(features);
  const known = importances !== null && kept.some((index) => importances[index] > 0);
  return kept.map((index) => ({
    ...columns[index],
    index,
    importance: known ? importances[index] : 1 / kept.length,
  }));
}
