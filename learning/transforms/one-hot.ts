import type { FittedEncoding } from './fitted.js';

/** Most columns of a one-hot encoding; the rarest categories share the last one. */
const MOST_COLUMNS = 64;

/**
 * A 0/1 column per category of the training rows. Two categories need one column, the second's; one needs none.
 *
 * @param counts training rows of each level, then of missing
 */
export function oneHot(counts: Float64Array): FittedEncoding {
  const seen = Array.from(counts.keys()).filter((code) => counts[code] > 0);
  const columns = new Array<number>(counts.length).fill(-1);
  if (seen.length === 2) columns[seen[1]] = 0;
  if (seen.length <= 2) return { kind: 'one-hot', columns, other: -1 };
  if (seen.length <= MOST_COLUMNS) {
    seen.forEach((code, i) => (columns[code] = i));
    return { kind: 'one-hot', columns, other: -1 };
  }
  const other = MOST_COLUMNS - 1;
  const frequent = [...seen].sort((a, b) => counts[b] - counts[a] || a - b).slice(0, other);
  columns.fill(other);
  frequent.sort((a, b) => a - b).forEach((code, i) => (columns[code] = i));
  return { kind: 'one-hot', columns, other };
}
