/** Numbers; a missing value is NaN. Dates are milliseconds since 1970-01-01 UTC. */
export interface NumberColumn {
  readonly name: string;
  readonly type: 'numeric' | 'date';
  readonly values: Float64Array;
}

/** Categories; a missing value is -1. */
export interface CategoryColumn {
  readonly name: string;
  readonly type: 'categorical' | 'boolean';
  /** Index into `levels`, one a row. */
  readonly codes: Int32Array;
  /** The distinct texts of the file; numbers sorted by value, other texts by code units. */
  readonly levels: readonly string[];
}

export type Column = NumberColumn | CategoryColumn;

/** Typed columns of equal length. In workers their arrays lie in one SharedArrayBuffer, which threads share. */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** What is predicted: class codes into `classes` (labels as in the file), or values. Never missing. */
export type Target =
  | { readonly name: string; readonly codes: Int32Array; readonly classes: readonly string[] }
  | { readonly name: string; readonly values: Float64Array };

/** A table to learn from: input columns and the target beside them. */
export interface Dataset {
  readonly inputs: Table;
  readonly target: Target;
  /**
   * One number a row, from 0: rows with the same number are copies of each other (equal inputs); null if there are no
   * copies.
   */
  readonly groups: Int32Array | null;
}

export function isCategory(column: Column): column is CategoryColumn {
  return column.type === 'categorical' || column.type === 'boolean';
}
