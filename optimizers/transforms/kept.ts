import { decodeColumns } from '../../contracts/column-set.js';
import type { InputColumn, SearchContext } from '../../contracts/context.js';
import type { Trial } from '../../contracts/trial.js';

/** A column that the incumbent keeps. */
export interface KeptColumn extends InputColumn {
  index: number;
  /** Its share of the incumbent's importances; equal shares where its model gives none. */
  importance: number;
}

export function keptColumns({ columns }: SearchContext, { candidate, importances }: Trial): KeptColumn[] {
  const kept = decodeColumns(candidate.features);
  const known = importances !== null && kept.some((index) => importances[index] > 0);
  return kept.map((index) => ({
    ...columns[index],
    index,
    importance: known ? importances[index] : 1 / kept.length,
  }));
}
