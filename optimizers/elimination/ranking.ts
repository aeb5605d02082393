/** Columns ordered by what a model made of them. */
export interface Ranking {
  /** Column indices, the most important first; equal ones by index. */
  columns: number[];
  /** How many of them have an importance above 0; the others were of no use to the model. */
  used: number;
}

/**
 * Ranks columns by importance (one number ≥ 0 for each input column of the table).
 *
 * @returns null where no column has any: such a model says nothing of its columns.
 */
export function rankColumns(columns: readonly number[], importances: readonly number[]): Ranking | null {
  const used = columns.filter((column) => importances[column] > 0).length;
  if (used === 0) return null;
  const ranked = [...columns].sort((a, b) => importances[b] - importances[a] || a - b);
  return { columns: ranked, used };
}
