import { decodeColumns, type ColumnSet } from '../../contracts/candidate/column-set.js';

/** The Jaccard index of two sets of columns: from 0 for disjoint to 1 for equal sets. */
export function jaccardSimilarity(a: ColumnSet, b: ColumnSet): number {
  if (a === b) return 1;
  const [first, second] = [decodeColumns(a), new Set(decodeColumns(b))];
  const common = first.filter((column) => second.has(column)).length;
  return common / (first.length + second.size - common);
}
