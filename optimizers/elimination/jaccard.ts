import { decodeColumns, type ColumnSet } from '../../contracts/candidate/column-set.js';

/** How alike two sets of columns are: their Jaccard index, from 0 for nothing in common to 1 for the same. */
export function jaccardSimilarity(a: ColumnSet, b: ColumnSet): number {
  if (a === b) return 1;
  const [first, second] = [decodeColumns(a), new Set(decodeColumns(b))];
  const common = first.filter((column) => second.has(column)).length;
  return common / (first.length + second.size - common);
}
