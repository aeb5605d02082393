/** Columns ranked by their importance in models. */
export interface Ranking {
  /** Column indices, the most important first; equal ones by index. */
  columns: number[];
  /** How many of them have an importance above 0; no model used the others. */
  used: number;
}

/** The importances of one model. */
export interface Vote {
  /** Indices of its columns. */
  columns: readonly number[];
  /** One number ≥ 0 for each input column of the table. */
  importances: readonly number[];
}

/**
 * Ranks columns by their mean share of importance over several models, because a single model can overrate a column by
 * chance or by its kind. A column that a model did not have has a share of 0 in it.
 *
 * @returns null if no column has an importance: such models give no ranking.
 */
export function rankColumns(columns: readonly number[], votes: readonly Vote[]): Ranking | null {
  const shares = votes.flatMap(({ importances }) => {
    const total = columns.reduce((sum, column) => sum + importances[column], 0);
    return total > 0 ? [columns.map((column) => importances[column] / total)] : [];
  });
  if (shares.length === 0) return null;
  const mean = new Map(
    columns.map((column, i) => [column, shares.reduce((sum, share) => sum + share[i], 0) / shares.length]),
  );
  const ranked = [...columns].sort((a, b) => mean.get(b)! - mean.get(a)! || a - b);
  return { columns: ranked, used: columns.filter((column) => mean.get(column)! > 0).length };
}

/** A column with less than this part of its model's mean importance counts as unused. */
const USELESS = 0.25;

/**
 * The columns outside a set that most of the models with these columns use: they should be reconsidered.
 *
 * @param outside columns that were dropped
 */
export function columnsToReadmit(outside: readonly number[], votes: readonly Vote[]): number[] {
  const telling = votes.filter(({ columns, importances }) => columns.some((column) => importances[column] > 0));
  return outside.filter((column) => {
    const having = telling.filter(({ columns }) => columns.includes(column));
    const using = having.filter(({ columns, importances }) => {
      const total = columns.reduce((sum, other) => sum + importances[other], 0);
      return importances[column] * columns.length >= USELESS * total;
    });
    return 2 * using.length > having.length;
  });
}
