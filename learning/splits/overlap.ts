import { HOLDOUT } from './folds.js';
import { addSums, emptySums, hashText, keyAt } from './row-hashes.js';
import { isCategory, type Column, type Dataset } from '../arrays/table.js';

export interface SplitData {
  dataset: Dataset;
  assignment: Int8Array;
}

/**
 * Number of held out rows of a data set that were among the search rows of earlier searches, compared by the columns
 * that both have. Rows that equal a search row of this data set in these columns do not count: they are equal by
 * chance.
 */
export function rowsSeenBefore(own: SplitData, earlier: readonly SplitData[]): number {
  const seen = new Set<number>();
  for (const other of earlier) {
    const names = new Set(other.dataset.inputs.columns.map(nameAndType));
    const common = own.dataset.inputs.columns.map(nameAndType).filter((name) => names.has(name));
    if (common.length === 0) continue;
    const theirs = new Set(keysOf(other, common).filter((_, row) => other.assignment[row] !== HOLDOUT));
    const keys = keysOf(own, common);
    const searched = new Set(keys.filter((_, row) => own.assignment[row] !== HOLDOUT));
    keys.forEach((key, row) => {
      if (own.assignment[row] === HOLDOUT && theirs.has(key) && !searched.has(key)) seen.add(row);
    });
  }
  return seen.size;
}

function nameAndType({ name, type }: Column): string {
  return `${type} ${name}`;
}

function keysOf({ dataset: { inputs } }: SplitData, common: readonly string[]): Float64Array {
  const sums = emptySums(inputs.rows);
  for (const column of inputs.columns) {
    const name = nameAndType(column);
    if (!common.includes(name)) continue;
    const cells = emptySums(inputs.rows);
    const [seedA, seedB] = hashText(name, 0, 0);
    for (let row = 0; row < inputs.rows; row++) {
      [cells.a[row], cells.b[row]] = hashText(textAt(column, row), seedA, seedB);
    }
    addSums(sums, cells);
  }
  return Float64Array.from(sums.a, (_, row) => keyAt(sums, row));
}

function textAt(column: Column, row: number): string {
  if (isCategory(column)) return column.codes[row] < 0 ? '' : `=${column.levels[column.codes[row]]}`;
  return String(column.values[row]);
}
